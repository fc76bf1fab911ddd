import type { ClockFacts } from './facts.ts';
import { LONGEST_MINUTES } from './minutes.ts';
import { inResumeProcess, wasHandedIn, type AttemptState, type Entitlement } from './state.ts';
import { isFlag, isIncomplete } from './statuses.ts';

const MINUTE = 60;

export interface AllowedTime {
  seconds: number;
  /** Whole minutes for the wire. */
  minutes: number;
}

/** Never past the due date, to the millisecond; minutes exist only on the wire. */
function cutAtDue(seconds: number, dueAt: number | null, startAt: number): AllowedTime {
  const untilDue = dueAt === null ? Infinity : Math.max(0, (dueAt - startAt) / 1000);
  const allowed = Math.min(seconds, untilDue);
  return { seconds: allowed, minutes: Math.floor(allowed / MINUTE) };
}

/** Values stored before there were bounds must not make an exam impossible to start. */
const limitMinutes = (minutes: number) => Math.min(minutes, LONGEST_MINUTES);

/**
 * What a learner whose clock starts now is entitled to: the limit plus the extra time, or the remaining time carried over
 * plus the extra time granted since (attempt-lifecycle §5.1). Null carries nothing over; 0 carries 0 seconds over.
 */
export function entitlementOf(facts: ClockFacts, carried: Entitlement | null): Entitlement {
  const { timeLimitMins, additionalMins } = facts;
  if (carried !== null) return grow(carried, additionalMins);
  return {
    seconds: Math.max(0, (limitMinutes(timeLimitMins) + limitMinutes(additionalMins)) * MINUTE),
    additionalMins,
  };
}

/** An entitlement with `additionalMins` of extra time in all: adds what exceeds the minutes it already includes. */
export function grow({ seconds, additionalMins: known }: Entitlement, additionalMins: number): Entitlement {
  const increase = Math.max(0, limitMinutes(additionalMins) - known);
  return { seconds: seconds + increase * MINUTE, additionalMins: known + increase };
}

/** How long the clock runs if it starts at `now`: the learner's entitlement, cut at the due date. */
export function computeAllowedTime(facts: ClockFacts, carried: Entitlement | null, now: number): AllowedTime {
  return cutAtDue(entitlementOf(facts, carried).seconds, facts.dueAt, now);
}

/** The extra minutes that had been granted by `at`. A grant counts from when it was accepted, not when it arrived. */
export function findExtraMinutes({ grants, additionalMins }: ClockFacts, at: number): number {
  if (!grants) return additionalMins;
  return Math.max(0, ...grants.filter((grant) => grant.at <= at).map((grant) => grant.additionalMins));
}

/** The due date as it stood at `at`, unaffected by later moves; the present one if that is unknown. */
export function findDueAt({ dueDates = [], dueAt }: ClockFacts, at: number): number | null {
  const known = dueDates.findLast((each) => each.at <= at);
  return known ? known.dueAt : dueAt;
}

/**
 * How long a clock that started at `startedAt` runs with `additionalMins` of extra time in all and the due date as it is
 * now: a later one gives back what an earlier one had cut.
 */
export function extendTime(
  entitlement: Entitlement,
  { dueAt }: Pick<ClockFacts, 'dueAt'>,
  startedAt: number,
  additionalMins: number,
): AllowedTime {
  return cutAtDue(grow(entitlement, additionalMins).seconds, dueAt, startedAt);
}

type Clock = Pick<AttemptState, 'startedAt' | 'allowedSeconds'>;

/** Instant at which the clock runs out, null before the start. */
export function endOf(clock: Clock): number | null {
  return clock.startedAt === null ? null : clock.startedAt + (clock.allowedSeconds ?? 0) * 1000;
}

/** The end of an exam that something ends at `now`: never after the end of the clock. */
export function findCompletion(clock: Clock, now: number): number {
  return Math.min(now, endOf(clock) ?? now);
}

/** Seconds left on the clock in any status; 0 before the start and after the end (attempt-lifecycle §5.2). */
export function countRemainingSeconds(clock: Clock, now: number): number {
  const end = endOf(clock);
  return end === null ? 0 : Math.max(0, (end - now) / 1000);
}

export type RunningClock = Clock &
  Pick<
    AttemptState,
    'status' | 'completedAt' | 'hasTimedOut' | 'hasStoppedClock' | 'isResumable' | 'readyToResume' | 'resumed'
  >;

/**
 * Whether the clock is running: from the first start until the exam is submitted, declined, or stopped by an error. A
 * flag set by a review in the meantime does not stop it. After an error the attempt is resumable or being resumed, in
 * any status.
 */
export function isClockRunning(state: RunningClock): boolean {
  if (state.startedAt === null) return false;
  if (isIncomplete(state.status)) return true;
  const hasStopped = state.hasStoppedClock === true || state.isResumable || inResumeProcess(state);
  return isFlag(state.status) && !wasHandedIn(state) && !hasStopped;
}

/**
 * What a learner is still entitled to when the clock stops at `at`, before the due date cuts it; null without a clock.
 */
export function restOf(
  { startedAt, entitlement, allowedSeconds }: Pick<AttemptState, 'startedAt' | 'entitlement' | 'allowedSeconds'>,
  clock: ClockFacts,
  at: number,
): Entitlement | null {
  if (startedAt === null || entitlement === null) return null;
  const { seconds, additionalMins } = grow(entitlement, findExtraMinutes(clock, at));
  const elapsed = (at - startedAt) / 1000;
  const left = Math.max(seconds, allowedSeconds ?? 0) - elapsed;
  return { seconds: Math.max(0, Math.floor(left)), additionalMins };
}

type Stopped = RunningClock & Pick<AttemptState, 'timeRemainingSeconds'>;

/**
 * What the learner's clock says at `now`, in seconds; null before the start. It stands still once the exam has
 * ended, and after an error at the time kept for a resume.
 */
export function readClock(state: Stopped, now: number): number | null {
  if (state.startedAt === null) return null;
  if (isClockRunning(state)) return countRemainingSeconds(state, now);
  if (state.completedAt !== null) return countRemainingSeconds(state, state.completedAt);
  const kept = state.isResumable || inResumeProcess(state) ? state.timeRemainingSeconds : null;
  return kept ?? countRemainingSeconds(state, now);
}

/** The running attempt's end is strictly past: at the exact instant it still runs (attempt-lifecycle §5.3). */
export function hasExpired(state: RunningClock, now: number): boolean {
  const end = endOf(state);
  return end !== null && isClockRunning(state) && now > end;
}

/** The due date has passed from its very instant on (attempt-lifecycle §5.4). */
export function isPastDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
