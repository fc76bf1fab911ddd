import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { dueDates, dueDatesOfExam } from './due-dates.ts';
import { ownBackend, ownExamExternalId } from './attempted-exam.ts';

const factsRow = z.object({
  exam_id: z.number(),
  course_id: z.string(),
  content_id: z.string(),
  time_limit_mins: z.number(),
  due_date: z.number().nullable(),
  due_dates: dueDates,
  is_proctored: z.boolean(),
  is_practice_exam: z.boolean(),
  backend: z.string().nullable(),
  username: z.string(),
  additional_time: z.string().nullable(),
  grants: z.array(z.object({ value: z.string(), at: z.number() })),
  review_policy_id: z.number().nullable(),
  latest_code: z.string().nullable(),
  latest_status: z.string().nullable(),
  latest_is_sample: z.boolean().nullable(),
  latest_as_proctored: z.boolean().nullable(),
  latest_ready: z.boolean().nullable(),
  latest_resumed: z.boolean().nullable(),
  latest_remaining: z.number().nullable(),
  latest_rest: z.object({ seconds: z.number(), additionalMins: z.number() }).nullable(),
});

/** What the rules must know about an exam and a learner, in one statement. */
export type AttemptFactsRow = z.output<typeof factsRow>;

/**
 * Returns null if the exam or the learner does not exist. The attempt that is being created (`creating`, its code) is
 * not the latest one even if it is stored already. Instants are epoch milliseconds.
 */
export async function findAttemptFacts(
  db: CommonQueryMethods,
  { examId, userId, creating }: { examId: number; userId: number; creating: string | null },
): Promise<AttemptFactsRow | null> {
  return await db.maybeOne(sql.type(factsRow)`
    select e.id as exam_id, e.course_id, e.content_id, e.time_limit_mins, e.due_date, e.is_proctored,
      e.is_practice_exam, e.backend, p.username, g.value as additional_time, r.id as review_policy_id,
      l.attempt_code as latest_code, l.status as latest_status, l.is_sample_attempt as latest_is_sample,
      l.taking_as_proctored as latest_as_proctored, l.ready_to_resume as latest_ready, l.resumed as latest_resumed,
      l.time_remaining_seconds as latest_remaining, nullif(l.state->'rest', 'null') as latest_rest,
      coalesce(grants.list, '[]') as grants, ${dueDatesOfExam} as due_dates
    from exam e join exam on exam.id = e.id
    join person p on p.id = ${userId}
    left join allowance g on g.user_id = p.id and g.exam_id = e.id and g.key = 'additional_time_granted'
    left join review_policy r on r.exam_id = e.id
    left join lateral (
      select * from live_attempt a where a.user_id = p.id and a.exam_id = e.id
        and a.attempt_code is distinct from ${creating}
      order by a.created desc, a.id desc limit 1
    ) l on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('value', value, 'at', extract(epoch from at) * 1000) order by at) as list
      from (
        select g.value, g.modified as at where g.id is not null
        union all
        select row_data->>'value', (row_data->>'modified')::timestamptz from allowance_history
        where allowance_id = g.id
      ) as every_value
    ) grants on true
    where e.id = ${examId}`);
}

const subjectRow = z.object({
  attempt_id: z.number(),
  attempt_code: z.string(),
  deleted: z.boolean(),
  external_id: z.string().nullable(),
  /** The vendor's id of the attempt, even if a decline has cleared `external_id`. */
  vendor_attempt_id: z.string().nullable(),
  /** By that id the vendor now means a newer live attempt of the learner on the exam. */
  is_id_passed_on: z.boolean(),
  taking_as_proctored: z.boolean(),
  is_sample_attempt: z.boolean(),
  user_id: z.number(),
  username: z.string(),
  email: z.string(),
  full_name: z.string(),
  exam_id: z.number(),
  course_id: z.string(),
  content_id: z.string(),
  exam_external_id: z.string().nullable(),
  exam_name: z.string(),
  exam_type: z.string(),
  time_limit_mins: z.number(),
  is_proctored: z.boolean(),
  is_practice_exam: z.boolean(),
  is_active: z.boolean(),
  backend: z.string().nullable(),
  review_status: z.string().nullable(),
});

/**
 * An attempt with its learner, exam and review, as effects need it: vendor and kind are those that it was registered
 * with. Removed attempts are found too.
 */
export type EffectSubjectRow = z.output<typeof subjectRow>;

/** Throws `NotFoundError` for an unknown attempt. */
export async function readEffectSubject(db: CommonQueryMethods, attemptId: number): Promise<EffectSubjectRow> {
  return await db.one(sql.type(subjectRow)`
    select attempt.id as attempt_id, attempt.attempt_code, attempt.deleted_at is not null as deleted,
      attempt.external_id, coalesce(attempt.external_id, attempt.vendor_attempt_id) as vendor_attempt_id,
      exists (
        select 1 from live_attempt newer
        where newer.user_id = attempt.user_id and newer.exam_id = attempt.exam_id and newer.id > attempt.id
          and newer.backend = attempt.backend and newer.external_id = attempt.vendor_attempt_id
      ) as is_id_passed_on,
      attempt.taking_as_proctored, attempt.is_sample_attempt, p.id as user_id, p.username, p.email, p.full_name,
      exam.id as exam_id, exam.course_id, exam.content_id, ${ownExamExternalId} as exam_external_id, exam.exam_name,
      attempt.exam_type, exam.time_limit_mins, attempt.backend is not null as is_proctored,
      attempt.is_sample_attempt as is_practice_exam, exam.is_active, ${ownBackend} as backend, r.review_status
    from attempt join person p on p.id = attempt.user_id join exam on exam.id = attempt.exam_id
    left join review r on r.attempt_code = attempt.attempt_code
    where attempt.id = ${attemptId}`);
}

const vendorExamRow = z.object({
  id: z.number(),
  course_id: z.string(),
  content_id: z.string(),
  external_id: z.string().nullable(),
  exam_name: z.string(),
  time_limit_mins: z.number(),
  is_proctored: z.boolean(),
  is_practice_exam: z.boolean(),
  is_active: z.boolean(),
  due_date: z.number().nullable(),
  hide_after_due: z.boolean(),
  backend: z.string().nullable(),
  review_policy: z.string().nullable(),
});

/** An exam as its vendor sees it, with the text of its review policy. */
export async function readVendorExam(db: CommonQueryMethods, examId: number) {
  return await db.one(sql.type(vendorExamRow)`
    select e.id, e.course_id, e.content_id, e.external_id, e.exam_name, e.time_limit_mins, e.is_proctored,
      e.is_practice_exam, e.is_active, e.due_date, e.hide_after_due, e.backend, r.review_policy
    from exam e left join review_policy r on r.exam_id = e.id
    where e.id = ${examId}`);
}

const registrantRow = z.object({
  username: z.string(),
  full_name: z.string(),
  email: z.string(),
  exception: z.string().nullable(),
});

/** The learner as a vendor sees them, with their exception from the review policy. */
export async function readRegistrant(db: CommonQueryMethods, userId: number, examId: number) {
  return await db.one(sql.type(registrantRow)`
    select p.username, p.full_name, p.email, g.value as exception
    from person p
    left join allowance g on g.user_id = p.id and g.exam_id = ${examId} and g.key = 'review_policy_exception'
    where p.id = ${userId}`);
}

/**
 * Stores the vendor's id of an exam without counting as a save of the exam. Does nothing if the exam has another vendor
 * by now.
 */
export async function saveExamExternalId(
  db: CommonQueryMethods,
  { id, backend }: { id: number; backend: string | null },
  externalId: string,
): Promise<void> {
  await db.query(sql.type(z.object({}))`
    update exam set external_id = ${externalId}
    where id = ${id} and backend is not distinct from ${backend} and external_id is distinct from ${externalId}`);
}

const openExamRow = z.object({
  exam_id: z.number(),
  attempt_code: z.string().nullable(),
  status: z.string().nullable(),
});

/**
 * The other proctored exams of the course, each with the learner's current attempt (attempt-lifecycle §3.7). Where there
 * is one, its own kind counts, not what the exam has become since.
 */
export async function listOtherProctoredExams(
  db: CommonQueryMethods,
  input: { userId: number; examId: number; courseId: string },
) {
  return await db.any(sql.type(openExamRow)`
    select e.id as exam_id, a.attempt_code, a.status
    from exam e
    left join lateral (
      select attempt_code, status, backend, is_sample_attempt from live_attempt l
      where l.user_id = ${input.userId} and l.exam_id = e.id
      order by l.created desc, l.id desc limit 1
    ) a on true
    where e.course_id = ${input.courseId} and e.id <> ${input.examId} and e.is_active
      and case when a.attempt_code is null then e.is_proctored and not e.is_practice_exam
        else a.backend is not null and not a.is_sample_attempt end
    order by e.id`);
}

/** The learner's attempts that a back-end refused for want of onboarding. */
export async function listBlockedAttempts(
  db: CommonQueryMethods,
  input: { userId: number; backend: string; statuses: readonly string[] },
) {
  return await db.any(sql.type(z.object({ attempt_code: z.string() }))`
    select a.attempt_code from live_attempt a
    where a.user_id = ${input.userId} and a.backend = ${input.backend}
      and a.status = any(${sql.array([...input.statuses], 'text')})
    order by a.id`);
}
