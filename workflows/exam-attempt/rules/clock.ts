import type { ClockFacts } from './facts.ts';
import type { AttemptState } from './state.ts';
import { isIncomplete } from './statuses.ts';

const MINUTE = 60;

export interface AllowedTime {
  seconds: number;
  /** Whole minutes for the wire. */
  minutes: number;
}

/**
 * How long the clock runs if it starts at `now` (attempt-lifecycle §5.1): the carried seconds exactly, or the exam's
 * limit plus the learner's extra time; never past the due date, which cuts to whole minutes as the original does.
 */
export function allowedTime(facts: ClockFacts, carriedSeconds: number | null, now: number): AllowedTime {
  const carried = carriedSeconds !== null && carriedSeconds > 0;
  const seconds = Math.max(0, carried ? carriedSeconds : (facts.timeLimitMins + facts.additionalMins) * MINUTE);
  if (facts.dueAt !== null && now + seconds * 1000 > facts.dueAt) {
    const minutes = Math.max(0, Math.trunc((facts.dueAt - now) / 60_000));
    return { seconds: minutes * MINUTE, minutes };
  }
  return { seconds, minutes: Math.floor(seconds / MINUTE) };
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

/** The running attempt's end is strictly past: at the exact instant it still runs (attempt-lifecycle §5.3). */
export function hasExpired(state: Clock & Pick<AttemptState, 'status'>, now: number): boolean {
  const end = endOf(state);
  return end !== null && isIncomplete(state.status) && now > end;
}

/** The due date counts from its very instant on (attempt-lifecycle §5.4). */
export function isPastDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
