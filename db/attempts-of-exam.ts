import { sql, type CommonQueryMethods } from 'slonik';
import { liveAttempts, attemptRow, type Attempt } from './attempts.ts';
import { rowOf, wholeNumber } from './columns.ts';

const countRow = rowOf({ count: wholeNumber });

/** Attempts on an exam, the newest first. */
export async function listAttemptsOfExam(
  db: CommonQueryMethods,
  examId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<readonly Attempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${liveAttempts} where attempt.exam_id = ${examId}
    order by attempt.created desc, attempt.id desc limit ${limit} offset ${offset}`);
}

export async function countAttemptsOfExam(db: CommonQueryMethods, examId: number): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) from live_attempt where exam_id = ${examId}`);
}
