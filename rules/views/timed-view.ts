import { PRE_START, type Status } from '../attempt/statuses.ts';
import {
  awaitsResults,
  isClosedByDue,
  isFlagged,
  isPastDueFor,
  isReadyToResume,
  type ViewFacts,
} from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

/** Before the clock starts; a click on its button starts it, regardless of any vendor. */
const BEFORE_THE_START: readonly Status[] = ['eligible', ...PRE_START];

/**
 * What a timed exam shows (attempt-lifecycle §6.2). The content is there only while the clock runs, or once the exam is
 * past due and may be looked at again: in every other status, even one set by staff, there is a page
 * (differences §1.4).
 */
export function timedView(facts: ViewFacts, now: number): ViewKey | null {
  const { attempt, exam, dates } = facts;
  const status = attempt?.status ?? 'created';
  if (isClosedByDue(facts, now)) return 'timed_exam/expired';
  if (BEFORE_THE_START.includes(status) || (attempt && isReadyToResume(attempt))) return 'timed_exam/entrance';
  if (status === 'ready_to_submit') return 'timed_exam/ready_to_submit';
  if (status === 'started' || (attempt && isFlagged(attempt))) return null;
  const showsContent = isPastDueFor(facts, now) && !exam.hideAfterDue && !awaitsResults(dates, now);
  return showsContent ? null : 'timed_exam/submitted';
}
