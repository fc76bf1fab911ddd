import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { attemptedExam, attemptedExamGroup } from './attempted-exam.ts';
import { dueDates, dueDatesOfExam, grant, joinExtraTime } from './clock-facts.ts';
import { instant, rowOf, seconds, wholeNumber } from './columns.ts';

/** Time that a clock was started with or has left, with the minutes that it counts as extra time. */
const entitlement = z.object({ seconds, additionalMins: wholeNumber }).nullable();

const attemptRow = rowOf({
  id: wholeNumber,
  attemptCode: z.string(),
  status: z.string(),
  externalId: z.string().nullable(),
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  allowedTimeLimitMins: wholeNumber.nullable(),
  allowedSeconds: seconds.nullable(),
  /** End of the clock while it runs, null otherwise. */
  expiresAt: instant.nullable(),
  timeRemainingSeconds: wholeNumber.nullable(),
  /** What the clock was started with, and what is left of it for a resume. */
  entitlement,
  rest: entitlement,
  /** The learner's extra time on the exam as it is set now. */
  grant: grant.nullable(),
  /** While the clock runs, the due dates that the exam has had, the oldest first; null where it never moved. */
  dueDates,
  takingAsProctored: z.boolean(),
  isSampleAttempt: z.boolean(),
  reviewPolicyId: wholeNumber.nullable(),
  isStatusAcknowledged: z.boolean(),
  isResumable: z.boolean(),
  readyToResume: z.boolean(),
  resumed: z.boolean(),
  deletedAt: instant.nullable(),
  created: instant,
  modified: instant,
  version: wholeNumber,
  user: z.object({ id: wholeNumber, username: z.string(), email: z.string() }),
  exam: attemptedExam,
  /** What the vendor calls the attempt, known although a decline hides it from everybody else. */
  vendorAttemptId: z.string().nullable(),
  /** The vendor's id of the attempt is what proves its anonymous reviews. */
  hasSecretLocator: z.boolean(),
});

/** An attempt with its learner and exam; instants in epoch milliseconds. */
export type Attempt = z.output<typeof attemptRow>;

const columns = sql.fragment`
  attempt.id, attempt.attempt_code, attempt.status, attempt.external_id, attempt.started_at, attempt.completed_at,
  attempt.allowed_time_limit_mins, attempt.allowed_seconds, attempt.expires_at, attempt.time_remaining_seconds,
  nullif(attempt.state->'entitlement', 'null') as entitlement, nullif(attempt.state->'rest', 'null') as rest,
  extra_time.value as "grant.additional_mins", extra_time.modified as "grant.at",
  case when attempt.expires_at is not null then ${dueDatesOfExam} end as due_dates,
  attempt.taking_as_proctored, attempt.is_sample_attempt, attempt.review_policy_id, attempt.is_status_acknowledged,
  attempt.is_resumable, attempt.ready_to_resume, attempt.resumed, attempt.deleted_at, attempt.created,
  attempt.modified, attempt.version, person.id as "user.id", person.username as "user.username",
  person.email as "user.email", attempt.vendor_attempt_id, attempt.has_secret_locator, ${attemptedExamGroup}`;
const people = sql.fragment`join person on person.id = attempt.user_id join exam on exam.id = attempt.exam_id
  ${joinExtraTime(sql.fragment`attempt.user_id`)}`;
const live = sql.fragment`select ${columns} from live_attempt attempt ${people}`;

/** Another attempt has taken its place, or may. */
const isSuperseded = sql.fragment`
  (attempt.resumed or attempt.ready_to_resume or attempt.status = 'onboarding_reset')`;

export function findAttempt(db: CommonQueryMethods, id: number): Promise<Attempt | null> {
  return db.maybeOne(sql.prepared('attempt', attemptRow)`${live} where attempt.id = ${id}`);
}

/** The attempt that counts for a learner and exam: the one created last. */
export function findLatestAttempt(db: CommonQueryMethods, userId: number, examId: number): Promise<Attempt | null> {
  return db.maybeOne(sql.prepared('latest_attempt', attemptRow)`
    ${live} where attempt.user_id = ${userId} and attempt.exam_id = ${examId}
    order by attempt.created desc, attempt.id desc limit 1`);
}

export async function listAttemptsOfLearner(
  db: CommonQueryMethods,
  userId: number,
  examId: number,
): Promise<readonly Attempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${live} where attempt.user_id = ${userId} and attempt.exam_id = ${examId}
    order by attempt.created desc, attempt.id desc`);
}

/** Attempts whose clock may run, the newest first: also those whose end has come, which may be a later one by now. */
export async function listRunningAttempts(
  db: CommonQueryMethods,
  userId: number,
  courseId: string | null = null,
): Promise<readonly Attempt[]> {
  const ofCourse = courseId === null ? sql.fragment`true` : sql.fragment`exam.course_id = ${courseId}`;
  return await db.any(sql.type(attemptRow)`
    ${live} where attempt.user_id = ${userId} and attempt.status in ('started', 'ready_to_submit') and ${ofCourse}
    order by attempt.created desc, attempt.id desc`);
}

/** More than a learner ever has on an exam; an id shared by more is a vendor's mistake. */
const MOST_WITH_ONE_ID = 100;

/** Live attempts that a vendor knows by this id, those that are not superseded and then the newest first. */
export async function listAttemptsByExternalId(
  db: CommonQueryMethods,
  externalId: string,
): Promise<readonly Attempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${live} where attempt.external_id = ${externalId}
    order by ${isSuperseded}, attempt.id desc
    limit ${MOST_WITH_ONE_ID}`);
}

/**
 * The attempt on the exam that its vendor knows by this id, removed and declined ones included: recordings are looked at
 * in appeals. Of several the one that counts, and then the newest.
 */
export function findAttemptByExternalId(
  db: CommonQueryMethods,
  examId: number,
  externalId: string,
): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`
    select ${columns} from attempt ${people}
    where attempt.exam_id = ${examId} and not attempt.registering
      and (attempt.external_id = ${externalId} or attempt.vendor_attempt_id = ${externalId})
    order by attempt.deleted_at is not null, ${isSuperseded}, attempt.id desc limit 1`);
}

export function findLiveAttemptByCode(db: CommonQueryMethods, attemptCode: string): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`${live} where attempt.attempt_code = ${attemptCode}`);
}

/** By code, deleted ones included: late reviews and timelines are about them too. */
export function findAnyAttemptByCode(db: CommonQueryMethods, attemptCode: string): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`
    select ${columns} from attempt ${people} where attempt.attempt_code = ${attemptCode} and not attempt.registering`);
}

/** By id, deleted ones included. */
export function findAnyAttempt(db: CommonQueryMethods, id: number): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`
    select ${columns} from attempt ${people} where attempt.id = ${id} and not attempt.registering`);
}

/** Several attempts by id, in no particular order. */
export async function listAttemptsByIds(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly Attempt[]> {
  if (ids.length === 0) return [];
  return await db.any(sql.type(attemptRow)`${live} where attempt.id = any(${sql.array(ids, 'int8')})`);
}
