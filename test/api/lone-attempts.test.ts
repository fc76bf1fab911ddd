// Whether a change may be written without a look at the learner's other attempts.
import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXAM_ID, insertExam } from '../../bench/board/fill.ts';
import { findVersion, projectLoneAttempt } from '../../db/attempt-store.ts';
import { openPool } from '../../db/pool.ts';
import { holdPlace } from '../support/held-place.ts';
import { projectedRow } from '../support/projected-row.ts';
import { testDatabase } from '../support/stack.ts';

const none = z.object({});
const attemptRow = z.object({ id: z.number(), userId: z.number(), code: z.string() });
type Attempt = z.output<typeof attemptRow>;

let databaseUrl: string;
let pool: DatabasePool;
let attempts: Attempt[];
beforeAll(async () => {
  databaseUrl = await testDatabase();
  await insertExam(databaseUrl, 100);
  pool = await openPool(databaseUrl);
  attempts = [
    ...(await pool.many(sql.type(attemptRow)`
      select id, user_id as "userId", attempt_code as code from attempt order by id`)),
  ];
});
afterAll(() => pool.end());

let [attempt, another]: Attempt[] = [];
beforeEach(() => {
  [attempt, another] = attempts.splice(0, 2);
});

/** Whether the change is written, as the answer says it. */
async function isWritten(): Promise<boolean> {
  const { code } = attempt as Attempt;
  const answer = await projectLoneAttempt(pool, projectedRow(code), { transitions: [], effects: [] });
  expect(await findVersion(pool, code)).toBe(answer === null ? 4 : 6);
  return answer !== null;
}

it('is written beside attempts of others', async () => {
  expect(await isWritten()).toBe(true);
});

it.each([
  ['was taken over', sql.fragment`resumed = true`],
  ['may be taken over', sql.fragment`ready_to_resume = true`],
  ['has been removed', sql.fragment`deleted_at = now()`],
  ['is only being made', sql.fragment`deleted_at = now(), registering = true`],
])('is not written beside another attempt of the learner that %s', async (_, becomes) => {
  await pool.query(sql.type(none)`
    update attempt set user_id = ${attempt?.userId ?? 0}, ${becomes} where id = ${another?.id ?? 0}`);
  expect(await isWritten()).toBe(false);
});

describe.each(['override-grade', 'undo-grade-override'])('after the effect %s', (kind) => {
  it.each([
    ['pending', false],
    ['done', false],
    ['refused', false],
    ['withheld', true],
  ])('that is %s: %s', async (outcome, expected) => {
    await pool.query(sql.type(none)`
      insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at, finished_at)
      values (${`${attempt?.code}/3/${kind}`}, ${attempt?.id ?? 0}, 3, 1, ${JSON.stringify({ kind })}::jsonb, ${outcome},
        now(), case when ${outcome} = 'pending' then null else now() end)`);
    expect(await isWritten()).toBe(expected);
  });
});

it('is not written while somebody else decides about the place', async () => {
  const place = { userId: attempt?.userId ?? 0, examId: EXAM_ID };
  const decision = await holdPlace(databaseUrl, place);
  expect(await isWritten()).toBe(false);
  await decision.release();
  expect(await isWritten()).toBe(true);
});
