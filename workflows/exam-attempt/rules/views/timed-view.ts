import { isIncomplete } from '../statuses.ts';
import { awaitsResults, isPastDueFor, type ViewFacts } from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

/**
 * What a timed exam shows (attempt-lifecycle §6.2). Two cells are decided here: `timed_out`, which the original does not
 * know how to show, and a `submitted` attempt that was never started, on which it fails, show what `submitted` shows.
 */
export function timedView(facts: ViewFacts, now: number): ViewKey | null {
  const { attempt, exam, dates } = facts;
  const status = attempt?.status ?? 'created';
  const pastDue = isPastDueFor(facts, now);
  if (pastDue && isIncomplete(status)) return 'timed_exam/expired';
  if (status === 'created') return 'timed_exam/entrance';
  if (status === 'ready_to_submit') return 'timed_exam/ready_to_submit';
  if (status !== 'submitted' && status !== 'timed_out') return null;
  const showsContent = pastDue && !exam.hideAfterDue && !awaitsResults(dates, now);
  return showsContent ? null : 'timed_exam/submitted';
}
