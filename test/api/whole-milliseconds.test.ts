import { sql } from 'slonik';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { toMillis } from '../../db/columns.ts';
import { openPool } from '../../db/pool.ts';
import { testDatabase } from '../support/stack.ts';

const row = z.object({ instants: z.number(), wrong: z.number() });

it('instants in JSON are whole milliseconds, rounded down, for every microsecond', async () => {
  const pool = await openPool(await testDatabase());
  const exact = sql.fragment`floor(extract(epoch from at) * 1000)::int8`;
  const { instants, wrong } = await pool.one(sql.type(row)`
    select count(*) as instants, count(*) filter (where ${toMillis(sql.fragment`at`)} <> ${exact}) as wrong
    from generate_series(0, 199999) n,
      lateral (select timestamptz '1999-12-31 23:59:59Z' + make_interval(days => n % 20000, secs => n * 1.000001) as at) as instant`);
  await pool.end();
  expect(instants).toBe(200_000);
  expect(wrong).toBe(0);
});
