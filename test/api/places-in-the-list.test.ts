import { randomUUID } from 'node:crypto';
import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { countGroupsOfCourse, listAttemptGroups, updateGroupCounts } from '../../db/grouped-attempts.ts';
import { openPool } from '../../db/pool.ts';
import { execute } from '../../dev/postgres.ts';
import { TEMPLATE_DATABASE } from '../support/stack-servers.ts';

const COURSE = 'course-v1:Places+In+List';
/** The first of them have attempts that come and go, the others make the list long. */
const LEARNERS = 220;
const BUSY = 12;
const SLICE = 45;
const EXAMS = 3;
const idRow = z.object({ id: z.number() });

let pool: DatabasePool;
beforeAll(async () => {
  const { postgresUrl } = inject('sharedServers');
  const name = `places_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  pool = await openPool(url.href);
  await pool.query(sql.unsafe`
    insert into person (id, username) select n, 'learner-' || n from generate_series(1, ${LEARNERS}) n`);
  await pool.query(sql.unsafe`
    insert into exam (id, course_id, content_id, exam_name, time_limit_mins, created, modified)
    select n, ${COURSE}, 'block-' || n, 'Exam', 60, now(), now() from generate_series(1, ${EXAMS}) n`);
  await pool.query(sql.unsafe`
    insert into attempt (attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt, exam_type, created,
      modified, version, state)
    select 'CODE-' || n || '-' || exam.id, n, exam.id, 'submitted', false, false, 'timed',
      timestamptz '2030-01-01' + make_interval(days => n * 7 % 4, mins => n % 3, secs => exam.id), now(), 1, '{}'
    from generate_series(${BUSY + 1}::int, ${LEARNERS}) n, exam`);
});
afterAll(() => pool.end());

interface Made {
  learner: number;
  exam: number;
  /** Minutes after the beginning of 2030. */
  at: number;
  registering?: boolean;
}

/** An attempt as the store would have written it; resumed, so that a learner may have several on one exam. */
async function add(db: CommonQueryMethods, { learner, exam, at, registering = false }: Made): Promise<number> {
  return await db.oneFirst(sql.type(idRow)`
    insert into attempt (attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt, exam_type, resumed,
      registering, created, modified, version, state)
    values (${randomUUID()}, ${learner}, ${exam}, 'submitted', false, false, 'timed', true, ${registering},
      timestamptz '2030-01-01' + make_interval(mins => ${at}), now(), 1, '{}')
    returning id`);
}

const remove = (db: CommonQueryMethods, id: number) =>
  db.query(sql.unsafe`update attempt set deleted_at = now() where id = ${id}`);

const headsRow = z.object({ id: z.number() });

/** Heads of the list by sorting everything there is. */
const sorted = () =>
  pool.anyFirst(sql.type(headsRow)`
    select id from (
      select distinct on (user_id, exam_id) id, created from live_attempt
      order by user_id, exam_id, created desc, id desc) head
    order by created desc, id desc`);

/** The same, read in slices. */
async function listed(): Promise<number[]> {
  const { count } = await countGroupsOfCourse(pool, COURSE);
  const filter = { courseId: COURSE, search: null };
  const heads: number[] = [];
  for (let offset = 0; offset < count; offset += SLICE) {
    const groups = await listAttemptGroups(pool, filter, { limit: SLICE, offset });
    heads.push(...groups.map(({ head }) => head.id));
  }
  return heads;
}

/** Numbers that look random and are the same in every run. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

describe("the places of a course's list", () => {
  it('are those of a plain sorting, whatever comes and goes, before the counts are updated and after', async () => {
    const roll = createDice(7);
    const ids: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (let change = 0; change < 10; change += 1) {
        const [gone] = roll(3) === 0 ? ids.splice(roll(ids.length), 1) : [];
        // Of some days, and often within the same minute.
        const at = roll(4) * 1_440 + roll(3);
        if (gone === undefined) ids.push(await add(pool, { learner: 1 + roll(BUSY), exam: 1 + roll(EXAMS), at }));
        else await remove(pool, gone);
      }
      expect(await listed()).toEqual(await sorted());
      if (round % 3 === 2) {
        await updateGroupCounts(pool, 5);
        expect(await listed()).toEqual(await sorted());
        while ((await updateGroupCounts(pool, 5)) > 0);
        expect(await countGroupsOfCourse(pool, COURSE)).toMatchObject({ uncounted: 0 });
        expect(await listed()).toEqual(await sorted());
      }
    }
  });

  it('are given only once the attempt is made, and taken back with a row that goes', async () => {
    const before = await listed();
    const id = await add(pool, { learner: 1, exam: 1, at: 100_000, registering: true });
    expect(await listed()).toEqual(before);
    await pool.query(sql.unsafe`update attempt set registering = false where id = ${id}`);
    expect((await listed())[0]).toBe(id);
    await pool.query(sql.unsafe`delete from attempt where id = ${id}`);
    expect(await listed()).toEqual(before);
  });

  it('are right after two changes of one learner at the same time', async () => {
    const first = await add(pool, { learner: 2, exam: 2, at: 200_000 });
    const both = await pool.connect(async (one) => {
      await one.query(sql.unsafe`begin`);
      const second = await add(one, { learner: 2, exam: 2, at: 200_001 });
      const removal = remove(pool, first);
      await one.query(sql.unsafe`commit`);
      await removal;
      return second;
    });
    expect((await listed())[0]).toBe(both);
    expect(await listed()).toEqual(await sorted());
    await remove(pool, both);
    expect(await listed()).toEqual(await sorted());
  });

  it('are taken by the attempts of a course without one waiting for another', async () => {
    while ((await updateGroupCounts(pool, 1_000)) > 0);
    await pool.connect(async (one) => {
      await one.query(sql.unsafe`begin`);
      await add(one, { learner: 3, exam: 3, at: 300_000 });
      await pool.connect(async (other) => {
        await other.query(sql.unsafe`begin`);
        await other.query(sql.unsafe`set local lock_timeout = '1ms'`);
        await add(other, { learner: 4, exam: 3, at: 300_000 });
        await other.query(sql.unsafe`commit`);
        // Nor does the counting wait for the one that is still under way.
        expect(await updateGroupCounts(other, 1_000)).toBe(1);
      });
      await one.query(sql.unsafe`commit`);
    });
    expect(await listed()).toEqual(await sorted());
  });
});
