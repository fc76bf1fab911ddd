import { findExtraMinutes, grow } from './entitlement.ts';
import type { ClockFacts } from './facts.ts';
import { inResumeProcess, wasHandedIn, type AttemptState, type Entitlement } from './state.ts';
import { isFlag, isIncomplete } from './statuses.ts';

type Clock = Pick<AttemptState, 'startedAt' | 'allowedSeconds' | 'pausedAt' | 'pausedMs'>;

/** Whether a pause holds the clock. */
export function isPaused<C extends Pick<Clock, 'pausedAt'>>(clock: C): clock is C & { pausedAt: number } {
  return typeof clock.pausedAt === 'number';
}

/** For how long pauses had held the clock by `at`, in milliseconds. That time has not passed for the learner. */
export function countPausedMs(clock: Pick<Clock, 'pausedAt' | 'pausedMs'>, at: number): number {
  return (clock.pausedMs ?? 0) + (isPaused(clock) ? Math.max(0, at - clock.pausedAt) : 0);
}

/** What changes when nothing holds the clock any more from `at` on. */
export function endPause(
  clock: Pick<Clock, 'pausedAt' | 'pausedMs'>,
  at: number,
): Pick<AttemptState, 'pausedAt' | 'pauseEndsAt' | 'pausedMs'> {
  return isPaused(clock) ? { pausedAt: null, pauseEndsAt: null, pausedMs: countPausedMs(clock, at) } : {};
}

/** Where the clock would run out if its pause ended at `at`; null before the start. */
function findRunOut(clock: Clock, at: number): number | null {
  if (clock.startedAt === null) return null;
  return clock.startedAt + (clock.allowedSeconds ?? 0) * 1000 + countPausedMs(clock, at);
}

/** Instant at which the clock runs out; null before the start, and during a pause, when nobody can know it yet. */
export function endOf(clock: Clock): number | null {
  return isPaused(clock) ? null : findRunOut(clock, 0);
}

/**
 * Whether the clock of a page that has heard of no pause has run out, while the exam has time left. Such a page may have
 * slept, or be about to ask again.
 */
export function mayPageHaveMissedPause(clock: Clock, now: number): boolean {
  const end = findRunOut({ ...clock, pausedAt: null, pausedMs: 0 }, now);
  return end !== null && countPausedMs(clock, now) > 0 && now >= end && now < (endOf(clock) ?? Infinity);
}

/** The end of an exam that something ends at `now`: never after the end of the clock. */
export function findCompletion(clock: Clock, now: number): number {
  return Math.min(now, endOf(clock) ?? now);
}

/**
 * Seconds left on the clock in any status; 0 before the start and after the end (attempt-lifecycle §5.2). They stand
 * still during a pause.
 */
export function countRemainingSeconds(clock: Clock, now: number): number {
  const runOut = findRunOut(clock, now);
  return runOut === null ? 0 : Math.max(0, (runOut - now) / 1000);
}

export type RunningClock = Clock &
  Pick<
    AttemptState,
    'status' | 'completedAt' | 'hasTimedOut' | 'hasStoppedClock' | 'isResumable' | 'readyToResume' | 'resumed'
  >;

/**
 * Whether the clock is running: from the first start until the exam is submitted, declined, or stopped by an error. A
 * flag set by a review in the meantime does not stop it, and a pause only holds it. After an error the attempt is
 * resumable or being resumed, in any status.
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
  state: Clock & Pick<AttemptState, 'entitlement' | 'incidentMins'>,
  clock: ClockFacts,
  at: number,
): Entitlement | null {
  const { startedAt, entitlement, allowedSeconds, incidentMins = 0 } = state;
  if (startedAt === null || entitlement === null) return null;
  const { seconds, additionalMins } = grow(entitlement, findExtraMinutes(clock, at));
  const elapsed = (at - startedAt - countPausedMs(state, at)) / 1000;
  const left = Math.max(seconds + incidentMins * 60, allowedSeconds ?? 0) - elapsed;
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

/** A pause that nobody ended in time: strictly past the last instant at which somebody could have. */
export function hasPauseLapsed(state: RunningClock & Pick<AttemptState, 'pauseEndsAt'>, now: number): boolean {
  return isPaused(state) && isClockRunning(state) && now > (state.pauseEndsAt ?? now);
}

/** The due date has passed from its very instant on (attempt-lifecycle §5.4). */
export function isPastDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
