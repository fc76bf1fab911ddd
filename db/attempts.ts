import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { dueDates, dueDatesOfExam } from './due-dates.ts';
import { ADDITIONAL_TIME } from './allowances.ts';
import { instant, wholeNumber } from './columns.ts';
import { attemptedExamColumns, attemptedExamOf, attemptedExamSchema, type AttemptedExam } from './attempted-exam.ts';
import { readExtraMinutes } from '../rules/attempt/minutes.ts';

/** An attempt with its learner and exam; instants in epoch milliseconds. */
export interface Attempt {
  id: number;
  attemptCode: string;
  status: string;
  externalId: string | null;
  startedAt: number | null;
  completedAt: number | null;
  allowedTimeLimitMins: number | null;
  allowedSeconds: number | null;
  /** End of the clock while it runs, null otherwise. */
  expiresAt: number | null;
  timeRemainingSeconds: number | null;
  /** What the clock was started with, and what is left of it for a resume; minutes that each counts as extra time. */
  entitlement: Entitlement | null;
  rest: Entitlement | null;
  /** The learner's extra time on the exam as it is set now. */
  grant: { additionalMins: number; at: number } | null;
  /** While the clock runs, the due dates that the exam has had, the oldest first; null where it never moved. */
  dueDates: readonly { dueAt: number | null; at: number }[] | null;
  takingAsProctored: boolean;
  isSampleAttempt: boolean;
  reviewPolicyId: number | null;
  isStatusAcknowledged: boolean;
  isResumable: boolean;
  readyToResume: boolean;
  resumed: boolean;
  deletedAt: number | null;
  created: number;
  modified: number;
  version: number;
  user: { id: number; username: string; email: string };
  exam: AttemptedExam;
  /** What the vendor calls the attempt, known although a decline hides it from everybody else. */
  vendorAttemptId: string | null;
  /** The vendor's id of the attempt is what proves its anonymous reviews. */
  hasSecretLocator: boolean;
}

interface Entitlement {
  seconds: number;
  additionalMins: number;
}
const entitlement = z.object({ seconds: z.number(), additionalMins: z.number() }).nullable();

const attemptRow = z
  .object({
    id: wholeNumber,
    attempt_code: z.string(),
    status: z.string(),
    external_id: z.string().nullable(),
    started_at: instant.nullable(),
    completed_at: instant.nullable(),
    allowed_time_limit_mins: z.number().nullable(),
    allowed_seconds: z.number().nullable(),
    expires_at: instant.nullable(),
    time_remaining_seconds: z.number().nullable(),
    entitlement,
    rest: entitlement,
    grant_value: z.string().nullable(),
    grant_at: instant.nullable(),
    due_dates: dueDates,
    taking_as_proctored: z.boolean(),
    is_sample_attempt: z.boolean(),
    review_policy_id: wholeNumber.nullable(),
    is_status_acknowledged: z.boolean(),
    is_resumable: z.boolean(),
    ready_to_resume: z.boolean(),
    resumed: z.boolean(),
    deleted_at: instant.nullable(),
    created: instant,
    modified: instant,
    version: z.number(),
    user_id: wholeNumber,
    user_username: z.string(),
    user_email: z.string(),
    vendor_attempt_id: z.string().nullable(),
    has_secret_locator: z.boolean(),
    ...attemptedExamSchema,
  })
  .transform((row): Attempt => ({
    id: row.id,
    attemptCode: row.attempt_code,
    status: row.status,
    externalId: row.external_id,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    allowedTimeLimitMins: row.allowed_time_limit_mins,
    allowedSeconds: row.allowed_seconds,
    expiresAt: row.expires_at,
    timeRemainingSeconds: row.time_remaining_seconds,
    entitlement: row.entitlement,
    rest: row.rest,
    grant: grantOf(row),
    dueDates: row.due_dates,
    takingAsProctored: row.taking_as_proctored,
    isSampleAttempt: row.is_sample_attempt,
    reviewPolicyId: row.review_policy_id,
    isStatusAcknowledged: row.is_status_acknowledged,
    isResumable: row.is_resumable,
    readyToResume: row.ready_to_resume,
    resumed: row.resumed,
    deletedAt: row.deleted_at,
    created: row.created,
    modified: row.modified,
    version: row.version,
    user: { id: row.user_id, username: row.user_username, email: row.user_email },
    exam: attemptedExamOf(row),
    vendorAttemptId: row.vendor_attempt_id,
    hasSecretLocator: row.has_secret_locator,
  }));

function grantOf({ grant_value: value, grant_at: at }: { grant_value: string | null; grant_at: number | null }) {
  const additionalMins = readExtraMinutes(value);
  return additionalMins !== null && at !== null ? { additionalMins, at } : null;
}

const columns = sql.fragment`
  attempt.id, attempt.attempt_code, attempt.status, attempt.external_id, attempt.started_at, attempt.completed_at,
  attempt.allowed_time_limit_mins, attempt.allowed_seconds, attempt.expires_at, attempt.time_remaining_seconds,
  nullif(attempt.state->'entitlement', 'null') as entitlement, nullif(attempt.state->'rest', 'null') as rest,
  extra_time.value as grant_value, extra_time.modified as grant_at,
  case when attempt.expires_at is not null then ${dueDatesOfExam} end as due_dates,
  attempt.taking_as_proctored, attempt.is_sample_attempt, attempt.review_policy_id, attempt.is_status_acknowledged,
  attempt.is_resumable, attempt.ready_to_resume, attempt.resumed, attempt.deleted_at, attempt.created,
  attempt.modified, attempt.version, person.id as user_id, person.username as user_username,
  person.email as user_email, attempt.vendor_attempt_id,
  attempt.has_secret_locator, ${attemptedExamColumns}`;
const people = sql.fragment`join person on person.id = attempt.user_id join exam on exam.id = attempt.exam_id
  left join allowance extra_time on extra_time.user_id = attempt.user_id and extra_time.exam_id = attempt.exam_id
    and extra_time.key = ${ADDITIONAL_TIME}`;
const live = sql.fragment`select ${columns} from live_attempt attempt ${people}`;

/** Another attempt has taken its place, or may. */
const isSuperseded = sql.fragment`
  (attempt.resumed or attempt.ready_to_resume or attempt.status = 'onboarding_reset')`;

export function findAttempt(db: CommonQueryMethods, id: number): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`${live} where attempt.id = ${id}`);
}

/** The attempt that counts for a learner and exam: the one created last. */
export function findLatestAttempt(db: CommonQueryMethods, userId: number, examId: number): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`
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
