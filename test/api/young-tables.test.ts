import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openPool } from '../../db/pool.ts';
import { testDatabase } from '../support/stack.ts';

let pool: DatabasePool;
beforeAll(async () => {
  pool = await openPool(await testDatabase(), { goesByIndexes: true });
});
afterAll(() => pool.end());

const line = z.object({ 'QUERY PLAN': z.string() });

it('a plan that is made while a table is empty goes by an index, because it is kept when the table has grown', async () => {
  await pool.query(sql.type(z.object({}))`vacuum (analyze) attempt_effect`);
  const plan = await pool.any(sql.type(line)`explain select outcome from attempt_effect where key = 'code/1/track'`);
  expect(plan.map((each) => each['QUERY PLAN']).join('\n')).toContain('Index Scan using attempt_effect_pkey');
});
