import { GUARDED, type Effect } from './effects.ts';
import type { Status } from './statuses.ts';

/** Another attempt of the same learner on the same exam. */
export interface SiblingAttempt {
  status: Status;
  resumed: boolean;
}

/**
 * Whether credit, grade and mail effects of a change to `to` take place (attempt-lifecycle §4.2), given the learner's
 * other attempts on the exam. Attempts that a follow-up took over do not count: their result is the follow-up's.
 */
export function guardHolds(to: Status, isPracticeExam: boolean, others: readonly SiblingAttempt[]): boolean {
  const counting = others.filter((other) => !other.resumed).map((other) => other.status);
  if (isPracticeExam || counting.length === 0 || to === 'declined' || to === 'error') return true;
  if (to === 'submitted') return !counting.includes('rejected');
  if (to === 'verified') return counting.every((status) => status === 'verified');
  if (to === 'rejected') return !counting.includes('rejected') && !counting.includes('declined');
  return false;
}

/** The effects that remain once the guard has spoken; unguarded ones always do. */
export function withoutGuarded<E extends Pick<Effect, 'kind'>>(effects: readonly E[]): E[] {
  return effects.filter((effect) => !GUARDED.has(effect.kind));
}
