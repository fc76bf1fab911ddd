import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHourlySweep, sweep } from '../../activities/heartbeat/sweep.ts';
import { readConfig } from '../../config.ts';
import { deleteExpired, deletionOf, listExpiries, type Expiry } from '../../db/expired-rows.ts';
import { openPool } from '../../db/pool.ts';
import { testDatabase } from '../support/stack.ts';

const { retention } = readConfig({ LOCAL_STACK: 'true' });
const expiries = listExpiries(retention);
const none = z.object({});
const planLine = z.object({ 'QUERY PLAN': z.string() });

let pool: DatabasePool;

beforeAll(async () => {
  pool = await openPool(await testDatabase());
});
afterAll(() => pool.end());

/** Three rows of every table at that many hours before now; `tag` tells them from others. */
async function fill(ages: ReadonlyMap<string, number>, tag: number): Promise<void> {
  const ago = (table: string) => sql.fragment`now() - make_interval(hours => ${ages.get(table) ?? 0})`;
  const three = sql.fragment`generate_series(${tag * 10 + 1}::int, ${tag * 10 + 3}::int) as n`;
  await pool.query(sql.type(none)`
    insert into idempotent_answer (caller, key, fingerprint, created)
    select 'caller', n, '', ${ago('idempotent_answer')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into attempt_note (id, attempt_code, text, created)
    select gen_random_uuid(), 'code', 'text', ${ago('attempt_note')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into audit_log (at, request_id, user_id, action, object)
    select ${ago('audit_log')}, 'request', n, 'timeline.read', '{}' from ${three}`);
  await pool.query(sql.type(none)`
    insert into attempt_heartbeat_gap (attempt_id, heard_at, heard_again_at)
    select n, ${ago('attempt_heartbeat_gap')} - interval '2 minutes', ${ago('attempt_heartbeat_gap')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into heartbeat_outage (began_at, ended_at)
    select ${ago('heartbeat_outage')} - interval '2 minutes', ${ago('heartbeat_outage')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into attempt_ignored_event (attempt_id, event, refusal, actor_kind, at)
    select attempt.id, 'submit', 'illegal_transition', 'learner', ${ago('attempt_ignored_event')} from attempt, ${three}`);
  await pool.query(sql.type(none)`
    insert into pending_change (subject, kind, payload, at, delivered_at)
    select 'exam/1', 'exam', '{}', ${ago('pending_change')}, ${ago('pending_change')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into event_set_aside (stream, message_id, reason, at)
    select 'stream', n, 'unreadable', ${ago('event_set_aside')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into bulk (id, course_id, wish, category, by_user_id, role, fingerprint, previewed_at)
    select gen_random_uuid(), 'course', '{}', 'other', n, 'course_staff', '', ${ago('bulk')} from ${three}`);
  await pool.query(sql.type(none)`
    insert into lti_launch (hint_hash, backend, message, exam_id, user_id, expires_at)
    select convert_to(n::text, 'UTF8'), 'tool', 'review', exam.id, person.id, ${ago('lti_launch')} from exam, person, ${three}`);
  await pool.query(sql.type(none)`
    insert into lti_used_token (backend, token_id, expires_at)
    select 'tool', n, ${ago('lti_used_token')} from ${three}`);
}

const countOf = ({ table }: Expiry) =>
  pool.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*) from ${sql.identifier([table])}`);

const agesBy = (ageOf: (hours: number) => number) => new Map(expiries.map(({ table, hours }) => [table, ageOf(hours)]));

describe('what is kept only for so long', () => {
  beforeAll(async () => {
    await pool.query(sql.type(none)`
      insert into person (id, username) values (1, 'learner')`);
    await pool.query(sql.type(none)`
      insert into exam (course_id, content_id, exam_name, time_limit_mins, created, modified)
      values ('course', 'content', 'Final', 60, now(), now())`);
    await pool.query(sql.type(none)`
      insert into attempt (attempt_code, user_id, exam_id, exam_type, status, taking_as_proctored, is_sample_attempt, created,
        modified, version, state)
      select 'code', 1, id, 'timed', 'created', false, false, now(), now(), 1, '{}' from exam`);
    await fill(
      agesBy((hours) => hours + 1),
      1,
    );
    await fill(
      agesBy((hours) => hours - 1),
      2,
    );
    // Neither its age nor anything else ends what still has to be done.
    await pool.query(sql.type(none)`
      insert into pending_change (subject, kind, payload, at) values ('exam/1', 'exam', '{}', now() - interval '9 years')`);
    await pool.query(sql.type(none)`
      insert into bulk (id, course_id, wish, category, by_user_id, role, fingerprint, previewed_at, begun_at)
      values (gen_random_uuid(), 'course', '{}', 'other', 1, 'course_staff', '', now() - interval '9 years', now())`);
  });

  it.each(expiries)('is found in $table by an index', async (expiry) => {
    const plan = await pool.transaction(async (tx) => {
      await tx.query(sql.type(none)`set local enable_seqscan = off`);
      return await tx.anyFirst(sql.type(planLine)`explain ${deletionOf(expiry, 2)}`);
    });
    expect(plan.join('\n')).toMatch(/Index (Only )?Scan/);
    expect(plan.join('\n')).not.toMatch(/Seq Scan/);
  });

  it('is deleted so many rows at a time, the oldest first, and nothing that is younger', async () => {
    const audit = expiries.find(({ table }) => table === 'audit_log');
    if (!audit) throw new Error('The audit log is not among them.');
    const deleteTwo = () => deleteExpired(pool, audit, 2);
    expect([await deleteTwo(), await deleteTwo(), await deleteTwo()]).toEqual([2, 1, 0]);
    expect(await countOf(audit)).toBe(3);
  });

  it('is all deleted by a sweep, apart from what still has to be done', async () => {
    const others = expiries.filter(({ table }) => table !== 'audit_log');
    expect(await sweep({ pool, keep: retention })).toEqual(Object.fromEntries(others.map(({ table }) => [table, 3])));
    const left = await Promise.all(others.map(async (expiry) => [expiry.table, await countOf(expiry)] as const));
    const more = ['pending_change', 'bulk'];
    expect(left).toEqual(others.map(({ table }) => [table, more.includes(table) ? 4 : 3]));
    expect(await sweep({ pool, keep: retention })).toEqual({});
  });

  it('is looked for once an hour', async () => {
    let now = 0;
    const hourly = createHourlySweep({ pool, keep: retention }, () => now);
    expect(await hourly()).toBeNull();
    now += 60 * 60_000;
    expect(await hourly()).toEqual({});
    expect(await hourly()).toBeNull();
  });
});
