import { countRemainingSeconds } from '../attempt/clock.ts';
import type { AttemptState } from '../attempt/state.ts';
import type { Status } from '../attempt/statuses.ts';

/** The learner's attempt as far as its content goes. */
type SeenAttempt = Pick<AttemptState, 'startedAt' | 'allowedSeconds' | 'pausedAt' | 'pausedMs'> & { status: string };

/** What decides whether a learner may see the content of an exam. */
export interface ContentFacts {
  isPastDue: boolean;
  hideAfterDue: boolean;
  /** The learner's latest attempt; null without one. */
  attempt: SeenAttempt | null;
}

const HANDED_IN: readonly string[] = ['submitted', 'verified'] satisfies Status[];

/**
 * For how many seconds from `now` a learner may see the content of an exam, at most `most`; 0: not at all (edx-exams §3).
 * While the exam runs, and after the due date, unless the exam hides its content then: to those who handed in, and to those
 * who never began.
 */
export function countAccessSeconds(
  { isPastDue, hideAfterDue, attempt }: ContentFacts,
  now: number,
  most: number,
): number {
  if (attempt?.status === 'started') return Math.min(most, Math.ceil(countRemainingSeconds(attempt, now)));
  const isOpen = isPastDue && !hideAfterDue && (attempt === null || HANDED_IN.includes(attempt.status));
  return isOpen ? most : 0;
}
