import type { ClockFacts } from './facts.ts';
import { LONGEST_MINUTES } from './minutes.ts';
import { inResumeProcess, wasHandedIn, type AttemptState, type Entitlement } from './state.ts';
import { isFlag, isRunning } from './statuses.ts';

const MINUTE = 60;

export interface AllowedTime {
  seconds: number;
  /** Whole minutes for the wire. */
  minutes: number;
}

/** Never past the due date, to the millisecond; only the wire knows minutes. */
function cutAtDue(seconds: number, dueAt: number | null, startAt: number): AllowedTime {
  const untilDue = dueAt === null ? Infinity : Math.max(0, (dueAt - startAt) / 1000);
  const allowed = Math.min(seconds, untilDue);
  return { seconds: allowed, minutes: Math.floor(allowed / MINUTE) };
}

/** What was stored before there were bounds must not make an exam that cannot be started. */
const bounded = (minutes: number) => Math.min(minutes, LONGEST_MINUTES);

/** The carried seconds exactly, none of them too, or the exam's limit plus the learner's extra time (attempt-lifecycle §5.1). */
export function entitlementOf(facts: ClockFacts, carriedSeconds: number | null): Entitlement {
  const { timeLimitMins, additionalMins } = facts;
  const fresh = (bounded(timeLimitMins) + bounded(additionalMins)) * MINUTE;
  const seconds = carriedSeconds ?? fresh;
  return { seconds: Math.max(0, seconds), additionalMins };
}

/** How long the clock runs if it starts at `now`: what the learner is entitled to, cut at the due date. */
export function allowedTime(facts: ClockFacts, carriedSeconds: number | null, now: number): AllowedTime {
  return cutAtDue(entitlementOf(facts, carriedSeconds).seconds, facts.dueAt, now);
}

/**
 * How long a clock that started at `startedAt` runs with the extra time of `facts`, null when that is not more than at
 * the start. The increase counts, on a fresh clock and on one with carried time alike; the due date as it is now caps it.
 */
export function extendedTime(entitlement: Entitlement, facts: ClockFacts, startedAt: number): AllowedTime | null {
  const increaseMins = facts.additionalMins - entitlement.additionalMins;
  if (increaseMins <= 0) return null;
  return cutAtDue(entitlement.seconds + increaseMins * MINUTE, facts.dueAt, startedAt);
}

type Clock = Pick<AttemptState, 'startedAt' | 'allowedSeconds'>;

/** Instant at which the clock runs out, null before the start. */
export function endOf(clock: Clock): number | null {
  return clock.startedAt === null ? null : clock.startedAt + (clock.allowedSeconds ?? 0) * 1000;
}

/** Seconds left on the clock, whatever the status; 0 before the start and after the end (attempt-lifecycle §5.2). */
export function remainingSeconds(clock: Clock, now: number): number {
  const end = endOf(clock);
  return end === null ? 0 : Math.max(0, (end - now) / 1000);
}

export type RunningClock = Clock &
  Pick<AttemptState, 'status' | 'completedAt' | 'hasTimedOut' | 'isResumable' | 'readyToResume' | 'resumed'>;

/**
 * Whether the clock runs: from the first start until the exam is handed in, declined, or stopped by an error. A flag that a
 * review sets meanwhile lets it run on. After an error the attempt is resumable or being resumed, whatever its status.
 */
export function hasRunningClock(state: RunningClock): boolean {
  if (state.startedAt === null) return false;
  if (isRunning(state.status)) return true;
  return isFlag(state.status) && !wasHandedIn(state) && !state.isResumable && !inResumeProcess(state);
}

type Stopped = RunningClock & Pick<AttemptState, 'timeRemainingSeconds'>;

/**
 * What the learner's clock says at `now`, in seconds; null before the start. It stands still from the end of the exam on,
 * and after an error at what is kept for a resume.
 */
export function clockReading(state: Stopped, now: number): number | null {
  if (state.startedAt === null) return null;
  if (hasRunningClock(state)) return remainingSeconds(state, now);
  if (state.completedAt !== null) return remainingSeconds(state, state.completedAt);
  const kept = state.isResumable || inResumeProcess(state) ? state.timeRemainingSeconds : null;
  return kept ?? remainingSeconds(state, now);
}

/** The running attempt's end is strictly past: at the exact instant it still runs (attempt-lifecycle §5.3). */
export function hasExpired(state: RunningClock, now: number): boolean {
  const end = endOf(state);
  return end !== null && hasRunningClock(state) && now > end;
}

/** The due date counts from its very instant on (attempt-lifecycle §5.4). */
export function isPastDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
