import { grantTime } from './by-staff.ts';
import { completionAt, dueBy, endOf, grantedBy, hasRunningClock } from './clock.ts';
import type { Facts } from './facts.ts';
import { changeTo, kept, type Outcome } from './outcome.ts';
import { inResumeProcess, wasHandedIn, type AttemptState } from './state.ts';
import { cellOf } from './transition-table.ts';

/**
 * The learner hands the exam in. That counts until it was handed in or is given back for a resume, also after an error or a
 * flag that a review set meanwhile (differences §1.3).
 */
export function handIn(state: AttemptState, facts: Facts, now: number): Outcome {
  const cell = cellOf('submit', state.status, state.exam);
  const counts = 'to' in cell || ('depends' in cell && !wasHandedIn(state) && !inResumeProcess(state));
  return counts ? changeTo(state, 'submitted', { completedAt: completionAt(state, now) }, facts, now) : kept(state);
}

/**
 * What was granted before the end of the clock counts at it, though it has not arrived yet, and so does a due date that was
 * moved before it (differences §2.7). After it neither opens the exam again.
 */
export function lengthenAtEnd(state: AttemptState, facts: Facts, now: number): Outcome {
  const end = endOf(state) ?? now;
  const clock = { ...facts.clock, dueAt: dueBy(facts.clock, end) };
  return grantTime(state, grantedBy(clock, end), { ...facts, clock }, now);
}

/** The end of the time: handed in at the exact end, or `timed_out` where that is wanted (attempt-lifecycle §5.3). */
export function expire(state: AttemptState, facts: Facts, now: number): Outcome {
  const end = endOf(state);
  if (end === null || !hasRunningClock(state) || now < end) return kept(state);
  return facts.settings.allowTimedOutState
    ? changeTo(state, 'timed_out', {}, facts, now)
    : changeTo(state, 'submitted', { completedAt: end }, facts, now);
}
