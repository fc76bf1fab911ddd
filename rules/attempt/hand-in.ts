import { grantTime } from './by-staff.ts';
import { completionAt, dueBy, endOf, grantedBy, hasRunningClock } from './clock.ts';
import type { Facts } from './facts.ts';
import { changeTo, kept, type Outcome } from './outcome.ts';
import { inResumeProcess, wasHandedIn, type AttemptState } from './state.ts';
import { cellOf } from './transition-table.ts';

/**
 * The learner submits the exam. That counts until it has been submitted or is returned for a resume, even after an error
 * or a flag set by a review (differences §1.3).
 */
export function handIn(state: AttemptState, facts: Facts, now: number): Outcome {
  const cell = cellOf('submit', state.status, state.exam);
  const counts = 'to' in cell || ('depends' in cell && !wasHandedIn(state) && !inResumeProcess(state));
  return counts ? changeTo(state, 'submitted', { completedAt: completionAt(state, now) }, facts, now) : kept(state);
}

/**
 * Extra time granted before the end of the clock counts even if it has not arrived yet, and so does a due date moved
 * before it (differences §2.7). After the end, neither reopens the exam.
 */
export function lengthenAtEnd(state: AttemptState, facts: Facts, now: number): Outcome {
  const end = endOf(state) ?? now;
  const clock = { ...facts.clock, dueAt: dueBy(facts.clock, end) };
  return grantTime(state, grantedBy(clock, end), { ...facts, clock }, now);
}

/** The end of the time: submitted at the exact end, or `timed_out` if that is configured (attempt-lifecycle §5.3). */
export function expire(state: AttemptState, facts: Facts, now: number): Outcome {
  const end = endOf(state);
  if (end === null || !hasRunningClock(state) || now < end) return kept(state);
  return facts.settings.allowTimedOutState
    ? changeTo(state, 'timed_out', {}, facts, now)
    : changeTo(state, 'submitted', { completedAt: end }, facts, now);
}
