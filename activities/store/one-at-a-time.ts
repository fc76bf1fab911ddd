import { ApplicationFailure } from '@temporalio/common';
import type { CommonQueryMethods } from 'slonik';
import { hasOtherClock, lockClocksOf } from '../../db/learner-on-exam.ts';
import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';

/**
 * Writes the start of a clock that may not run beside another one, under a lock on the learner's clocks; refuses after
 * the write, so that the repeat of one that succeeded is none of those that are refused.
 */
export async function writeAlone<Row>(
  db: CommonQueryMethods,
  { state: { userId, attemptCode }, at }: RecordedChange,
  writeRow: () => Promise<Row | null>,
): Promise<Row | null> {
  await lockClocksOf(db, userId);
  const written = await writeRow();
  if (written !== null && (await hasOtherClock(db, { userId, attemptCode, at }))) {
    throw ApplicationFailure.nonRetryable('The clock of another attempt of the learner runs.', 'other_exam_running');
  }
  return written;
}
