import { entryOf, type Effect } from './effects.ts';
import type { AttemptState } from './state.ts';
import type { Status } from './statuses.ts';

/** Another attempt of the same learner on the same exam. */
export interface OtherAttempt {
  status: Status;
  resumed: boolean;
}

/** What else is known about the learner on the exam when a change of one attempt is recorded. */
export interface LearnerRecord {
  others: readonly OtherAttempt[];
  /** One of the learner's attempts has overridden the grade, and nothing has undone that since. */
  overrideStands: boolean;
}

export interface GuardedEffect {
  effect: Effect;
  /** The learner's other attempts forbid it. */
  withheld: boolean;
}

/**
 * Whether credit, grade and email effects of a change to `to` take place (attempt-lifecycle §4.2), given the learner's
 * other attempts on the exam. Attempts taken over by a follow-up are ignored: their result is the follow-up's.
 */
export function guardHolds(to: Status, isPracticeExam: boolean, others: readonly OtherAttempt[]): boolean {
  const counting = others.filter((other) => !other.resumed).map((other) => other.status);
  if (isPracticeExam || counting.length === 0 || to === 'declined' || to === 'error') return true;
  if (to === 'submitted') return !counting.includes('rejected');
  if (to === 'verified') return counting.every((status) => status === 'verified');
  if (to === 'rejected') return !counting.includes('rejected') && !counting.includes('declined');
  return false;
}

/** Whether the effect depends on what else is known about the learner on the exam. */
export function isGuarded({ kind }: Pick<Effect, 'kind'>): boolean {
  return entryOf(kind).isGuarded === true;
}

/** A reset says whether a zero grade stands: Open edX leaves that where it is (edx-exams §7). */
const afterRemoval = (effect: Effect, { overrideStands }: LearnerRecord): Effect =>
  effect.kind === 'publish-exam-event' && overrideStands ? { ...effect, undoesOverride: true } : effect;

/**
 * The effects of a change in order, each with whether the guard withholds it. A pass undoes our override of the grade,
 * even if it came from another attempt (differences §4.1); without one there is nothing to undo. A removal undoes what
 * the attempt may have caused, regardless of the others.
 */
export function applyGuard(after: AttemptState, effects: readonly Effect[], learner: LearnerRecord): GuardedEffect[] {
  if (after.deletedAt !== null)
    return effects.map((effect) => ({ effect: afterRemoval(effect, learner), withheld: false }));
  const holds = guardHolds(after.status, after.exam.isPracticeExam, learner.others);
  return effects
    .filter(({ kind }) => kind !== 'undo-grade-override' || learner.overrideStands)
    .map((effect) => ({ effect, withheld: !holds && isGuarded(effect) }));
}
