// A plan that a worker made while a table was empty is kept. What every change of an attempt asks for must then still be
// found by indexes, or changes take the longer the more attempts there are.
import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXAM_ID, insertExam } from '../../bench/board/fill.ts';
import { projectAttempt, projectLoneAttempt } from '../../db/attempt-store.ts';
import { beginEffectTries, endEffectTries } from '../../db/effects.ts';
import { findCreationFacts } from '../../db/learner-facts.ts';
import { readLearnerRecord } from '../../db/learner-on-exam.ts';
import { execute } from '../../dev/postgres.ts';
import { openPool } from '../../db/pool.ts';
import { projectedRow } from '../support/projected-row.ts';
import { testDatabase } from '../support/stack.ts';

const ATTEMPTS = 500;
/** An attempt has a handful of rows in each table. */
const A_FEW = 40;
/** Postgres compares so many plans for given values with one for any. */
const PLANS_BEFORE_ONE_IS_KEPT = 6;
let pool: DatabasePool;

const learnerRow = z.object({ userId: z.number(), attemptCode: z.string() });
type Learner = z.output<typeof learnerRow>;
const NOBODY: Learner = { userId: 1, attemptCode: 'NONE' };

const at = Date.UTC(2030, 0, 1);
const keyOf = ({ userId }: Learner) => `${userId}/5`;

const effectOf = (learner: Learner) => ({
  key: `${keyOf(learner)}/new`,
  version: 6,
  at,
  effect: { kind: 'stop-at-vendor' },
  withheld: false,
  begunAt: at,
});

const writtenWith = (learner: Learner) => ({
  transitions: [],
  effects: [effectOf(learner)],
  notAfter: Date.now() + 60_000,
});

/** What changes ask for. */
const STATEMENTS: Record<string, (learner: Learner) => Promise<unknown>> = {
  'the learner’s other attempts': ({ userId, attemptCode }) =>
    readLearnerRecord(pool, { userId, examId: EXAM_ID }, attemptCode),
  'a change': (learner) => projectAttempt(pool, projectedRow(learner.attemptCode), writtenWith(learner)),
  'a change of the only attempt': (learner) =>
    projectLoneAttempt(pool, projectedRow(learner.attemptCode), writtenWith(learner)),
  'what a creation must know': ({ userId, attemptCode }) =>
    findCreationFacts(pool, { userId, examId: EXAM_ID, creating: attemptCode }),
  'the beginning of a try': (learner) => beginEffectTries(pool, [keyOf(learner)], at),
  'the end of a try': (learner) =>
    endEffectTries(pool, [{ key: keyOf(learner), number: 1, result: { outcome: 'done', error: null, at } }]),
};

const countRow = z.object({ count: z.number() });

/** How many rows and entries of indexes this connection has come across so far. */
async function countRowsRead(): Promise<number> {
  await pool.query(sql.type(z.object({}))`select pg_stat_force_next_flush()`);
  return await pool.oneFirst(sql.type(countRow)`
    select (select sum(seq_tup_read) from pg_stat_user_tables)::int8
      + (select sum(idx_tup_read) from pg_stat_user_indexes)::int8 as count`);
}

/** Plans are kept from before the tables had grown. */
async function keepPlans(): Promise<void> {
  for (let time = 1; time <= PLANS_BEFORE_ONE_IS_KEPT; time += 1) {
    for (const ask of Object.values(STATEMENTS)) await ask(NOBODY);
  }
}

describe.each([
  ['of which Postgres knew nothing', 0],
  ['that were small', 3],
  ['that were large', 400],
])('in tables %s', (_, known) => {
  beforeAll(async () => {
    const databaseUrl = await testDatabase();
    pool = await openPool(databaseUrl, { goesByIndexes: true, maximumSize: 1 });
    if (known > 0) {
      await insertExam(databaseUrl, known, 1_000_001);
      await execute(databaseUrl, 'vacuum (analyze)');
    }
    await keepPlans();
    await insertExam(databaseUrl, ATTEMPTS);
    await execute(
      databaseUrl,
      `insert into attempt_effect_try (effect_key, number, began_at, outcome)
        select key, 1, planned_at, 'under_way' from attempt_effect`,
    );
  });
  afterAll(() => pool.end());

  it.each(Object.entries(STATEMENTS))('%s is found by indexes', async (_name, ask) => {
    const somebody = await pool.one(sql.type(learnerRow)`
      select user_id as "userId", attempt_code as "attemptCode" from attempt where status = 'started' limit 1`);
    const before = await countRowsRead();
    await ask(somebody);
    expect((await countRowsRead()) - before).toBeLessThan(A_FEW);
  });
});
