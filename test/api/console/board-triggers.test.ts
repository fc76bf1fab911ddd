import { sql, type QuerySqlToken } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { addExam, newLearner, startApi, startAttempt, type Api } from '../harness.ts';

const none = z.object({});
const scans = z.object({ count: z.number() });

let api: Api;
let userId: number;
let examId: number;
beforeAll(async () => {
  api = await startApi();
  const learner = newLearner();
  examId = await addExam(api);
  await startAttempt(api, learner, examId);
  ({ userId } = learner);
});
afterAll(() => api.close());

/** How often a statement and its triggers read the whole table of attempts though an index would do. */
async function countWholeReads(statement: QuerySqlToken): Promise<number> {
  return await api.deps.pool.transaction(async (tx) => {
    await tx.query(sql.type(none)`set local enable_seqscan = off`);
    const count = () =>
      tx.oneFirst(sql.type(scans)`
        select seq_scan as count from pg_stat_xact_user_tables where relname = 'attempt'`);
    const before = await count();
    await tx.query(statement);
    return (await count()) - before;
  });
}

it('boards are told of an allowance, a name and a note without reading all attempts', async () => {
  const { rowCount: noted } = await api.deps.pool.query(sql.type(none)`
    select from board_change where exam_id = ${examId}`);
  const steps = [
    sql.type(none)`insert into allowance (exam_id, user_id, key, value, created, modified)
      values (${examId}, ${userId}, 'additional_time_granted', '10', now(), now())`,
    sql.type(none)`update allowance set value = '20' where exam_id = ${examId} and user_id = ${userId}`,
    sql.type(none)`delete from allowance where exam_id = ${examId} and user_id = ${userId}`,
    sql.type(none)`
      insert into staff_note (attempt_id, exam_id, user_id, kind, category, text, author_id, author_role, created)
      select id, exam_id, user_id, 'note', 'other', 'Seen', user_id, 'reviewer', now() from live_attempt
      where user_id = ${userId} and exam_id = ${examId}`,
    sql.type(none)`update person set full_name = 'Somebody Else' where id = ${userId}`,
  ];
  for (const step of steps) expect(await countWholeReads(step)).toBe(0);
  const { rowCount: told } = await api.deps.pool.query(sql.type(none)`
    select from board_change where exam_id = ${examId}`);
  expect(told - noted).toBe(steps.length);
});
