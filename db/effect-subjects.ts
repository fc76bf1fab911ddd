import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { POLICY_EXCEPTION } from './allowances.ts';
import { attemptedExam, attemptedExamGroup } from './attempted-exam.ts';
import { none, rowOf, wholeNumber } from './columns.ts';
import { examColumns, examGroup, examShape } from './exams.ts';

export const subjectShape = {
  attemptId: wholeNumber,
  attemptCode: z.string(),
  isDeleted: z.boolean(),
  externalId: z.string().nullable(),
  /** The vendor's id of the attempt, even if a decline has cleared `externalId`. */
  vendorAttemptId: z.string().nullable(),
  /** By that id the vendor now means a newer live attempt of the learner on the exam. */
  isIdPassedOn: z.boolean(),
  takingAsProctored: z.boolean(),
  learner: z.object({
    id: wholeNumber,
    username: z.string(),
    email: z.string(),
    fullName: z.string(),
    isActive: z.boolean(),
  }),
  exam: attemptedExam,
  reviewStatus: z.string().nullable(),
};
const subjectRow = rowOf(subjectShape);

/** An attempt with its learner, exam and review, as effects need it. Removed attempts are found too. */
export type EffectSubjectRow = z.output<typeof subjectRow>;

/** The select list of a subject, of the tables that `joinSubject` joins. */
export const subjectColumns = sql.fragment`
  attempt.id as attempt_id, attempt.attempt_code, attempt.deleted_at is not null as is_deleted,
  attempt.external_id, coalesce(attempt.external_id, attempt.vendor_attempt_id) as vendor_attempt_id,
  exists (
    select 1 from attempt newer
    where newer.vendor_attempt_id = attempt.vendor_attempt_id and newer.id > attempt.id
      and newer.user_id = attempt.user_id and newer.exam_id = attempt.exam_id
      and newer.deleted_at is null and newer.backend = attempt.backend
      and case when newer.registering then newer.vendor_attempt_id else newer.external_id end = attempt.vendor_attempt_id
  ) as is_id_passed_on,
  attempt.taking_as_proctored, person.id as "learner.id", person.username as "learner.username",
  person.email as "learner.email", person.full_name as "learner.full_name", person.is_active as "learner.is_active",
  ${attemptedExamGroup}, review.review_status`;

/** Joins what belongs to a subject on rows of `attempt`. */
export const joinSubject = sql.fragment`
  join person on person.id = attempt.user_id join exam on exam.id = attempt.exam_id
  left join review on review.attempt_code = attempt.attempt_code`;

/** Throws `NotFoundError` for an unknown attempt. */
export async function readEffectSubject(db: CommonQueryMethods, attemptId: number): Promise<EffectSubjectRow> {
  return await db.one(sql.type(subjectRow)`
    select ${subjectColumns} from attempt ${joinSubject} where attempt.id = ${attemptId}`);
}

const vendorExamShape = { ...examShape, reviewPolicy: z.string().nullable() };
const vendorExamRow = rowOf(vendorExamShape);

/** An exam with the text of its review policy. */
export type VendorExamRow = z.output<typeof vendorExamRow>;

/** An exam as its vendor sees it, with the text of its review policy. */
export async function readVendorExam(db: CommonQueryMethods, examId: number): Promise<VendorExamRow> {
  return await db.one(sql.type(vendorExamRow)`
    select ${examColumns}, review_policy.review_policy
    from exam left join review_policy on review_policy.exam_id = exam.id
    where exam.id = ${examId}`);
}

const registrantShape = {
  username: z.string(),
  fullName: z.string(),
  email: z.string(),
  exception: z.string().nullable(),
};
const registrantRow = rowOf(registrantShape);

/** A learner with their exception from the review policy. */
export type Registrant = z.output<typeof registrantRow>;

/** What a registration tells a vendor about exam and learner. */
export const registrationShape = { exam: z.object(vendorExamShape), registrant: z.object(registrantShape) };
export const registrationColumns = sql.fragment`
  ${examGroup}, review_policy.review_policy as "exam.review_policy", person.username as "registrant.username",
  person.full_name as "registrant.full_name", person.email as "registrant.email",
  exception.value as "registrant.exception"`;

/** Joins that on a row of `place`, which has the ids of both. */
export const joinRegistration = sql.fragment`
  join exam on exam.id = place.exam_id join person on person.id = place.user_id
  left join review_policy on review_policy.exam_id = exam.id
  left join allowance exception
    on exception.user_id = person.id and exception.exam_id = exam.id and exception.key = ${POLICY_EXCEPTION}`;

/** The learner as a vendor sees them, with their exception from the review policy. */
export async function readRegistrant(db: CommonQueryMethods, userId: number, examId: number): Promise<Registrant> {
  return await db.one(sql.type(registrantRow)`
    select person.username, person.full_name, person.email, allowance.value as exception
    from person left join allowance
      on allowance.user_id = person.id and allowance.exam_id = ${examId} and allowance.key = ${POLICY_EXCEPTION}
    where person.id = ${userId}`);
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
  await db.query(sql.type(none)`
    update exam set external_id = ${externalId}
    where id = ${id} and backend is not distinct from ${backend} and external_id is distinct from ${externalId}`);
}

const otherExamRow = rowOf({
  examId: wholeNumber,
  attempt: z.object({ attemptCode: z.string(), status: z.string() }).nullable(),
});

/**
 * The other proctored exams of the course, each with the learner's current attempt (attempt-lifecycle §3.7). Where there
 * is one, its own kind counts, not what the exam has become since.
 */
export async function listOtherProctoredExams(
  db: CommonQueryMethods,
  input: { userId: number; examId: number; courseId: string },
) {
  return await db.any(sql.type(otherExamRow)`
    select e.id as exam_id, a.attempt_code as "attempt.attempt_code", a.status as "attempt.status"
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

/** Codes of the learner's attempts that a back-end refused for want of onboarding. */
export async function listBlockedAttempts(
  db: CommonQueryMethods,
  input: { userId: number; backend: string; statuses: readonly string[] },
) {
  return await db.anyFirst(sql.type(rowOf({ attemptCode: z.string() }))`
    select a.attempt_code from live_attempt a
    where a.user_id = ${input.userId} and a.backend = ${input.backend}
      and a.status = any(${sql.array([...input.statuses], 'text')})
    order by a.id`);
}
