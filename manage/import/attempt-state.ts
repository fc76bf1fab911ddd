import { endOf, isClockRunning } from '../../rules/attempt/clock.ts';
import { DEFAULT_SETTINGS, type Facts } from '../../rules/attempt/facts.ts';
import { readExtraMinutes } from '../../rules/attempt/minutes.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isFlag, isOnboardingError, isStatus, type Status } from '../../rules/attempt/statuses.ts';
import { step } from '../../rules/attempt/transition.ts';
import type { ExamFacts } from '../../rules/exam.ts';
import type { AttemptRow } from './source/rows.ts';

/** What the row alone does not say. */
export interface AttemptFacts {
  exam: ExamFacts;
  /** The attempt has been reviewed. */
  isReviewed: boolean;
  /** The original is from before an error could be told to be resumable: there, each is. */
  hasResumeFlags: boolean;
  /** When it was read, epoch milliseconds. */
  now: number;
}

/** The flags of a resume, from whichever of the two vocabularies the row has them in (attempt-lifecycle §9). */
function resumeOf(row: AttemptRow, hasFlags: boolean): Pick<AttemptState, 'isResumable' | 'readyToResume' | 'resumed'> {
  const resumed = row.resumed || row.status === 'resumed';
  const readyToResume = row.ready_to_resume || row.status === 'ready_to_resume' || resumed;
  return { isResumable: row.is_resumable || (!hasFlags && row.status === 'error'), readyToResume, resumed };
}

/** Our status: here, an error that is or was resumed has a status of its own (differences §1). Null for an unknown one. */
export function statusOf(row: AttemptRow): Status | null {
  if (row.status === 'error' && row.resumed) return 'resumed';
  if (row.status === 'error' && row.ready_to_resume) return 'ready_to_resume';
  return isStatus(row.status) ? row.status : null;
}

/** The seconds that the clock was started with; null before the start. The original also stores negative minutes. */
function allowedSecondsOf({ started_at: startedAt, allowed_time_limit_mins: minutes }: AttemptRow): number | null {
  return startedAt === null ? null : Math.max(0, (minutes ?? 0) * 60);
}

/**
 * The seconds that a resume has, in whole; null for all of its time. In the original, 0 before the start stand for all of
 * it too (attempt-lifecycle §3.4).
 */
function secondsLeftOf({ started_at: startedAt, time_remaining_seconds: left }: AttemptRow): number | null {
  return left === 0 && startedAt === null ? null : left;
}

/**
 * Whether the clock stands: it does after a decline, and it does where a review came long before the time was up, which
 * ended the exam in the original.
 */
function hasStopped(status: Status, end: number | null, now: number): boolean {
  if (end === null) return false;
  return status === 'declined' || isOnboardingError(status) || (isFlag(status) && end <= now);
}

/**
 * The state of an attempt of the original after `version` recorded steps, with its clock as it was started: exactly that
 * end, and only what is granted from now on makes it later. Null where the status is unknown, or there is no code.
 */
export function toAttemptState(row: AttemptRow, facts: AttemptFacts, version: number): AttemptState | null {
  const { id, attempt_code: attemptCode, user_id: userId, started_at: startedAt } = row;
  const status = statusOf(row);
  if (status === null || attemptCode === null || userId === null) return null;
  const allowedSeconds = allowedSecondsOf(row);
  const additionalMins = readExtraMinutes(row.extra_time) ?? 0;
  const left = secondsLeftOf(row);
  const end = startedAt === null || allowedSeconds === null ? null : startedAt + allowedSeconds * 1000;
  return {
    schema: 1,
    version,
    attemptId: id,
    attemptCode,
    userId,
    exam: facts.exam,
    status,
    takingAsProctored: row.taking_as_proctored,
    isSampleAttempt: row.is_sample_attempt,
    externalId: row.external_id,
    reviewPolicyId: row.review_policy_id,
    createdAt: row.created,
    modifiedAt: row.modified,
    startedAt,
    completedAt: row.completed_at,
    ...(status === 'timed_out' && { hasTimedOut: true }),
    ...(hasStopped(status, end, facts.now) && { hasStoppedClock: true }),
    allowedSeconds,
    allowedTimeLimitMins: row.allowed_time_limit_mins,
    entitlement: allowedSeconds === null ? null : { seconds: allowedSeconds, additionalMins },
    timeRemainingSeconds: left,
    rest: left === null ? null : { seconds: Math.max(0, left), additionalMins },
    ...resumeOf(row, facts.hasResumeFlags),
    isStatusAcknowledged: row.is_status_acknowledged,
    lastPingAt: null,
    reviewRevision: facts.isReviewed ? 1 : 0,
    deletedAt: row.removed_at,
  };
}

/** When the clock ran out, if it did by `now` and nobody looked; null where it did not. */
export function findUnseenEnd(state: AttemptState, now: number): number | null {
  const end = endOf(state);
  return state.deletedAt === null && end !== null && end < now && isClockRunning(state) ? end : null;
}

/** The attempt after its time ran out at `end`, as whoever looked would have found it. */
export function endUnseen(state: AttemptState, end: number, allowTimedOutState: boolean): AttemptState {
  const facts: Facts = {
    settings: { ...DEFAULT_SETTINGS, allowTimedOutState },
    clock: { timeLimitMins: 0, additionalMins: state.entitlement?.additionalMins ?? 0, dueAt: null },
  };
  const applied = step(state, { name: 'expire', payload: {} }, Math.max(end, state.modifiedAt), facts);
  const outcome = applied.at(-1)?.outcome;
  return outcome?.outcome === 'changed' ? outcome.state : state;
}
