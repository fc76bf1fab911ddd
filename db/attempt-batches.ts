import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { rowOf, wholeNumber } from './columns.ts';

const attemptRow = rowOf({ id: wholeNumber, attemptCode: z.string(), status: z.string() });
const countRow = rowOf({ count: wholeNumber });

/** The parts of an attempt that bulk work needs. */
export type BatchedAttempt = z.output<typeof attemptRow>;

export async function countAttemptsOfExam(db: CommonQueryMethods, examId: number): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) from live_attempt where exam_id = ${examId}`);
}

/** The next `limit` live attempts of an exam by id, after the attempt `afterId`. */
export async function listAttemptsOfExam(
  db: CommonQueryMethods,
  examId: number,
  { afterId, limit }: { afterId: number; limit: number },
): Promise<readonly BatchedAttempt[]> {
  return await db.any(sql.type(attemptRow)`
    select id, attempt_code, status from live_attempt
    where exam_id = ${examId} and id > ${afterId} order by id limit ${limit}`);
}

/** The live ones among the attempts with these ids, in no particular order. */
export async function listLiveAttempts(
  db: CommonQueryMethods,
  ids: readonly number[],
): Promise<readonly BatchedAttempt[]> {
  return await db.any(sql.type(attemptRow)`
    select id, attempt_code, status from live_attempt where id = any(${sql.array(ids, 'int8')})`);
}
