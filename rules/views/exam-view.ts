import { isPastDue } from '../attempt/clock.ts';
import { onboardingView, practiceView } from './practice-view.ts';
import { proctoredView } from './proctored-view.ts';
import { timedView } from './timed-view.ts';
import { isPastDueFor, type ViewFacts } from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

function isOpenToLearner({ viewer, exam }: ViewFacts): boolean {
  return viewer.isStudent && exam.isActive;
}

function isOpenProctored({ viewer, exam, dates }: ViewFacts, now: number): boolean {
  return viewer.mayTakeProctored && exam.isProctored && !isPastDue(dates.courseEndAt, now);
}

/**
 * The page shown instead of the exam's content at `now`, null for the content itself (attempt-lifecycle §6.1, §6.2).
 * Pure and total. A practice exam that is not proctored has no page, as in the original.
 */
export function viewOf(facts: ViewFacts, now: number): ViewKey | null {
  if (!isOpenToLearner(facts)) return null;
  const { type } = facts.exam;
  if (type === 'timed') return timedView(facts, now);
  if (!isOpenProctored(facts, now)) return null;
  if (type === 'proctored') return proctoredView(facts, now);
  if (!facts.viewer.isActive) return 'proctored_exam/inactive_account';
  return type === 'practice' ? practiceView(facts) : onboardingView(facts, now);
}

/**
 * Looking at the exam declines it: an earlier requirement was declined, and there is no attempt
 * (attempt-lifecycle §6.2).
 */
export function isDeclinedByView(facts: ViewFacts, now: number): boolean {
  const { exam, attempt, viewer, prerequisites } = facts;
  const isOpen = isOpenToLearner(facts) && exam.type === 'proctored' && isOpenProctored(facts, now) && viewer.isActive;
  return isOpen && attempt === null && prerequisites === 'declined' && !isPastDueFor(facts, now);
}
