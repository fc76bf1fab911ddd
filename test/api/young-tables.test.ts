import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { COURSE, EXAM_ID, fillExam } from '../../bench/board/fill.ts';
import { Counters } from '../../bench/counters.ts';
import { explainAll } from '../../bench/growth/plans.ts';
import { execute } from '../../dev/postgres.ts';
import { listCandidates } from '../../db/bulk-targets.ts';
import { openPool } from '../../db/pool.ts';
import { testDatabase } from '../support/stack.ts';

let databaseUrl: string;
let pool: DatabasePool;
const counters = new Counters();
beforeAll(async () => {
  databaseUrl = await testDatabase();
  pool = await openPool(databaseUrl, { goesByIndexes: true, onStatement: counters.onStatement });
});
afterAll(() => pool.end());

const line = z.object({ 'QUERY PLAN': z.string() });

it('a plan that is made while a table is empty goes by an index, because it is kept when the table has grown', async () => {
  await pool.query(sql.type(z.object({}))`vacuum (analyze) attempt_effect`);
  const plan = await pool.any(sql.type(line)`explain select outcome from attempt_effect where key = 'code/1/track'`);
  expect(plan.map((each) => each['QUERY PLAN']).join('\n')).toContain('Index Scan using attempt_effect_pkey');
});

const ATTEMPTS = 500;
/** Tables that are asked for whom an act is for: each at most a few times for each attempt, never all of it. */
const ROWS_FOR_EACH = 6;

it('whom an act on an exam is for is found in proportion to them, before anything is known of the tables', async () => {
  for (const table of ['attempt', 'attempt_group', 'exam', 'person']) {
    await execute(databaseUrl, `alter table ${table} set (autovacuum_enabled = false)`);
  }
  await fillExam(databaseUrl, ATTEMPTS);
  counters.take();
  for (const search of [null, 'a']) {
    const choice = { examId: EXAM_ID, statuses: null, search };
    const found = await listCandidates(pool, { courseId: COURSE, choice, limit: 2 * ATTEMPTS });
    expect(found).toHaveLength(ATTEMPTS);
  }
  const { statements } = counters.take();
  for (const byIndexes of [true, false]) {
    for (const statement of statements) {
      const { rows } = await explainAll(databaseUrl, [statement], { byIndexes });
      expect(rows).toBeLessThanOrEqual(ROWS_FOR_EACH * ATTEMPTS);
    }
  }
});
