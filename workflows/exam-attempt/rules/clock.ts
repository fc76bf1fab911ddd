import type { ClockFacts } from './facts.ts';
import { inResumeProcess, type AttemptState, type Entitlement } from './state.ts';
import { isIncomplete, isRunning } from './statuses.ts';

const MINUTE = 60;

export interface AllowedTime {
  seconds: number;
  /** Whole minutes for the wire. */
  minutes: number;
}

/** Never past the due date, which cuts to whole minutes from `startAt` as the original does. */
function cutAtDue(seconds: number, dueAt: number | null, startAt: number): AllowedTime {
  if (dueAt !== null && startAt + seconds * 1000 > dueAt) {
    const minutes = Math.max(0, Math.trunc((dueAt - startAt) / 60_000));
    return { seconds: minutes * MINUTE, minutes };
  }
  return { seconds, minutes: Math.floor(seconds / MINUTE) };
}

/** The carried seconds exactly, or the exam's limit plus the learner's extra time (attempt-lifecycle §5.1). */
export function entitlementOf(facts: ClockFacts, carriedSeconds: number | null): Entitlement {
  const { timeLimitMins, additionalMins } = facts;
  const carried = carriedSeconds !== null && carriedSeconds > 0;
  const seconds = carried ? carriedSeconds : (timeLimitMins + additionalMins) * MINUTE;
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

type Stopped = Clock &
  Pick<AttemptState, 'status' | 'completedAt' | 'timeRemainingSeconds' | 'isResumable' | 'readyToResume' | 'resumed'>;

/**
 * What the learner's clock says at `now`, in seconds; null before the start. It stands still from the end of the exam on,
 * and after an error at what is kept for a resume.
 */
export function clockReading(state: Stopped, now: number): number | null {
  if (state.startedAt === null) return null;
  if (isRunning(state.status)) return remainingSeconds(state, now);
  if (state.completedAt !== null) return remainingSeconds(state, state.completedAt);
  const kept = state.isResumable || inResumeProcess(state) ? state.timeRemainingSeconds : null;
  return kept ?? remainingSeconds(state, now);
}

/** The running attempt's end is strictly past: at the exact instant it still runs (attempt-lifecycle §5.3). */
export function hasExpired(state: Clock & Pick<AttemptState, 'status'>, now: number): boolean {
  const end = endOf(state);
  return end !== null && isIncomplete(state.status) && now > end;
}

/** The due date counts from its very instant on (attempt-lifecycle §5.4). */
export function isPastDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
