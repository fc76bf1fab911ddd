import { sql, type CommonQueryMethods, type DatabasePool, type QuerySqlToken } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { COURSE, EXAM_ID, fillExam } from '../../bench/board/fill.ts';
import { listCandidates } from '../../db/bulk-targets.ts';
import { openPool } from '../../db/pool.ts';
import { testDatabase } from '../support/stack.ts';

let pool: DatabasePool;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = await testDatabase();
  pool = await openPool(databaseUrl, { goesByIndexes: true });
});
afterAll(() => pool.end());

const line = z.object({ 'QUERY PLAN': z.string() });

it('a plan that is made while a table is empty goes by an index, because it is kept when the table has grown', async () => {
  await pool.query(sql.type(z.object({}))`vacuum (analyze) attempt_effect`);
  const plan = await pool.any(sql.type(line)`explain select outcome from attempt_effect where key = 'code/1/track'`);
  expect(plan.map((each) => each['QUERY PLAN']).join('\n')).toContain('Index Scan using attempt_effect_pkey');
});

/** How a statement is carried out, with the rows that it meets on the way. */
async function explain(ask: (db: CommonQueryMethods) => Promise<unknown>): Promise<string> {
  let asked: QuerySqlToken | undefined;
  const note = (statement: QuerySqlToken) => Promise.resolve(((asked = statement), []));
  await ask({ any: note } as unknown as CommonQueryMethods);
  if (!asked) throw new Error('Nothing was asked.');
  const plan = await pool.any({ ...asked, sql: `explain (analyze, costs off) ${asked.sql}`, parser: line });
  return plan.map((each) => each['QUERY PLAN']).join('\n');
}

it('a choice among an exam that has just filled does not compare each attempt with every group', async () => {
  const attempts = 500;
  await fillExam(databaseUrl, attempts);
  await pool.query(sql.type(z.object({}))`delete from pg_statistic`);
  const choice = { examId: EXAM_ID, statuses: null, search: null };
  const plan = await explain((db) => listCandidates(db, { courseId: COURSE, choice, limit: attempts }));
  expect(plan).toContain(`rows=${attempts}.00`);
  expect(plan).not.toContain('Rows Removed by Join Filter');
});
