import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { attemptedExam, attemptedExamGroup } from './attempted-exam.ts';
import { dueDates, grant, joinExtraTime } from './clock-facts.ts';
import { instant, place, seconds, templateOf, wholeNumber } from './columns.ts';
import { unnestPlaces, type LearnerOnExam } from './learner-on-exam.ts';
import { provedRowOf } from './proved-rows.ts';

/** Time that a clock was started with or has left, with the minutes that it counts as extra time. */
const entitlement = z.object({ seconds, additionalMins: wholeNumber }).nullable();

const attemptShape = {
  id: wholeNumber,
  attemptCode: z.string(),
  status: z.string(),
  externalId: z.string().nullable(),
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  allowedTimeLimitMins: wholeNumber.nullable(),
  allowedSeconds: seconds.nullable(),
  /** End of the clock while it runs, of the pause while one holds it; null otherwise. */
  expiresAt: instant.nullable(),
  pausedAt: instant.nullable(),
  /** For how long earlier pauses held the clock, in milliseconds. */
  pausedMs: wholeNumber,
  /** Given for incidents. */
  incidentMins: wholeNumber,
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
};
export const attemptRow = provedRowOf(attemptShape);

/** An attempt with its learner and exam; instants in epoch milliseconds. */
export type Attempt = z.output<z.ZodObject<typeof attemptShape>>;

const columns = sql.fragment`
  attempt.id, attempt.attempt_code, attempt.status, attempt.external_id, attempt.started_at, attempt.completed_at,
  attempt.allowed_time_limit_mins, attempt.allowed_seconds, attempt.expires_at, attempt.paused_at,
  attempt.paused_ms, attempt.incident_mins, attempt.time_remaining_seconds,
  nullif(attempt.state->'entitlement', 'null') as entitlement, nullif(attempt.state->'rest', 'null') as rest,
  extra_time.value as "grant.additional_mins", extra_time.modified as "grant.at",
  extra_time.expires_at as "grant.expires_at",
  case when attempt.expires_at is not null then exam.due_dates end as due_dates,
  attempt.taking_as_proctored, attempt.is_sample_attempt, attempt.review_policy_id, attempt.is_status_acknowledged,
  attempt.is_resumable, attempt.ready_to_resume, attempt.resumed, attempt.deleted_at, attempt.created,
  attempt.modified, attempt.version, person.id as "user.id", person.username as "user.username",
  person.email as "user.email", attempt.vendor_attempt_id, attempt.has_secret_locator, ${attemptedExamGroup}`;
const people = sql.fragment`join person on person.id = attempt.user_id join exam on exam.id = attempt.exam_id
  ${joinExtraTime(sql.fragment`attempt.user_id`)}`;
/** Attempts that were not removed, with everything about them. */
export const liveAttempts = sql.fragment`select ${columns} from live_attempt attempt ${people}`;

/** Another attempt has taken its place, or may. */
const isSuperseded = sql.fragment`
  (attempt.resumed or attempt.ready_to_resume or attempt.status = 'onboarding_reset')`;

const attemptById = templateOf(sql.prepared('attempt', attemptRow)`${liveAttempts} where attempt.id = ${place(0)}`);

export function findAttempt(db: CommonQueryMethods, id: number): Promise<Attempt | null> {
  return db.maybeOne(attemptById(id));
}

const latestAttempt = templateOf(sql.prepared('latest_attempt', attemptRow)`
  ${liveAttempts} where attempt.user_id = ${place(0)} and attempt.exam_id = ${place(1)}
  order by attempt.created desc, attempt.id desc limit 1`);

/** The attempt that counts for a learner and exam: the one created last. */
export function findLatestAttempt(db: CommonQueryMethods, userId: number, examId: number): Promise<Attempt | null> {
  return db.maybeOne(latestAttempt(userId, examId));
}

export async function listAttemptsOfLearner(
  db: CommonQueryMethods,
  userId: number,
  examId: number,
): Promise<readonly Attempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${liveAttempts} where attempt.user_id = ${userId} and attempt.exam_id = ${examId}
    order by attempt.created desc, attempt.id desc`);
}

/** The attempts that count for each of several learners on an exam, in no order. */
export async function listLatestAttempts(
  db: CommonQueryMethods,
  places: readonly LearnerOnExam[],
): Promise<readonly Attempt[]> {
  return await db.any(sql.prepared('latest_attempts', attemptRow)`
    ${liveAttempts} where attempt.id in (
      select latest.id from ${unnestPlaces(places)} cross join lateral (
        select live_attempt.id from live_attempt
        where live_attempt.user_id = place.user_id and live_attempt.exam_id = place.exam_id
        order by live_attempt.created desc, live_attempt.id desc limit 1) latest)`);
}

const runningAttempts = (userIds: readonly number[]) => sql.prepared('running_attempts', attemptRow)`
  ${liveAttempts} where attempt.user_id = any(${sql.array(userIds, 'int8')}) and attempt.status in ('started', 'ready_to_submit')
  order by attempt.created desc, attempt.id desc`;

/** Attempts whose clock may run, the newest first: also those whose end has come, which may be a later one by now. */
export async function listRunningAttempts(
  db: CommonQueryMethods,
  userIds: readonly number[],
): Promise<readonly Attempt[]> {
  return await db.any(runningAttempts(userIds));
}

/** More than a learner ever has on an exam; an id shared by more is a vendor's mistake. */
const MOST_WITH_ONE_ID = 100;

/** Live attempts that a vendor knows by this id, those that are not superseded and then the newest first. */
export async function listAttemptsByExternalId(
  db: CommonQueryMethods,
  externalId: string,
): Promise<readonly Attempt[]> {
  return await db.any(sql.prepared('attempts_of_vendor_id', attemptRow)`
    ${liveAttempts} where attempt.external_id = ${externalId}
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
  return db.maybeOne(sql.type(attemptRow)`${liveAttempts} where attempt.attempt_code = ${attemptCode}`);
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

/** An attempt that its learner has removed by resetting it, by id. */
export function findAttemptRemovedByReset(db: CommonQueryMethods, id: number): Promise<Attempt | null> {
  return db.maybeOne(sql.type(attemptRow)`
    select ${columns} from attempt ${people} where attempt.id = ${id} and attempt.deleted_at is not null
      and exists (select 1 from attempt_transition step
        where step.attempt_id = attempt.id and step.event = 'reset' and step.to_status <> 'onboarding_reset')`);
}

/** Several attempts by id, in no particular order. */
export async function listAttemptsByIds(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly Attempt[]> {
  if (ids.length === 0) return [];
  return await db.any(sql.prepared('attempts', attemptRow)`
    ${liveAttempts} where attempt.id = any(${sql.array(ids, 'int8')})`);
}
