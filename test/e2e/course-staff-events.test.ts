import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createClient } from '@redis/client';
import { pino } from 'pino';
import { sql } from 'slonik';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rowOf } from '../../db/columns.ts';
import { recordStaffRole } from '../../db/course-staff.ts';
import { openPool } from '../../db/pool.ts';
import { pythonWith } from '../../dev/python-environment.ts';
import { installedRedis } from '../../dev/redis.ts';
import { canRun } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';
import { followCourseStaff } from '../../lms/event-bus/course-staff.ts';
import { newLearner, startApi, type Api } from '../api/harness.ts';
import { startBreakableProxy } from '../support/breakable-proxy.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';

const BUS = join(import.meta.dirname, '../../dev/event-bus');
const STREAM = 'campus-learning-course-access-role-lifecycle';
const SUMMER = 'course-v1:Demo+Physics+2030';
const WINTER = 'Demo/Physics/2029';
const redisCommand = await installedRedis();
const hasPython = await canRun('python3', ['-c', 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))']);

type Told = { type: 'added' | 'removed'; course: string; role: string };
type Somebody = ReturnType<typeof newLearner>;

let api: Api;
let redis: RedisServer;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  redis = await startRedis(redisCommand ?? '');
  closing.push(() => redis.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => api.close());

/** Has the platform's own producer tell of roles, in order. */
async function tell({ userId, username, email }: Somebody, ...told: Told[]): Promise<void> {
  const python = await pythonWith('edx-event-bus-redis', join(BUS, 'requirements.txt'));
  const child = spawn(python, [join(BUS, 'produce.py'), redis.url, 'campus'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(told.map((each) => JSON.stringify({ id: userId, username, email, ...each })).join('\n'));
  expect(await once(child, 'exit')).toEqual([0, null]);
}

/** Follows the bus as a worker does; answers what it logs. */
function follow({ pool = api.deps.pool, url = () => redis.url } = {}): string[] {
  const lines: string[] = [];
  const stopping = new AbortController();
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const options = { url, topicPrefix: 'campus', group: 'proctoring', pool, log };
  const followed = followCourseStaff(options, stopping.signal);
  closing.push(async () => {
    stopping.abort();
    await followed;
  });
  return lines;
}

/** What the caller may do as staff of a course. */
async function statusOf(as: Somebody, course: string): Promise<number> {
  return (await api.callRoot('GET', `/api/v1/exams/course_id/${encodeURIComponent(course)}`, { as })).status;
}
const becomesStaff = (as: Somebody, course: string) =>
  until(async () => (await statusOf(as, course)) === 200, 'the staff role');
const isNoStaffAnyMore = (as: Somebody, course: string) =>
  until(async () => (await statusOf(as, course)) === 403, 'the end of the staff role');

async function add(fields: Record<string, string>): Promise<void> {
  const client = createClient({ url: redis.url });
  await client.connect();
  await client.xAdd(STREAM, '*', fields);
  client.destroy();
}

const rolesOf = ({ userId }: Somebody) => sql.type(rowOf({ courseId: z.string(), isGranted: z.boolean() }))`
  select course_id, is_granted from course_staff where user_id = ${userId} order by course_id`;

const setAside = sql.type(z.object({ message_id: z.string(), reason: z.string() }))`
  select message_id, reason from event_set_aside order by message_id`;

describe.skipIf(redisCommand === undefined || !hasPython)("staff of courses on Open edX's event bus", () => {
  it('are staff here once the platform says so, until it takes that back', async () => {
    const [carol, dave] = [newLearner(), newLearner()];
    await tell(carol, { type: 'added', course: SUMMER, role: 'limited_staff' });
    follow();
    await becomesStaff(carol, SUMMER);
    expect(await statusOf(carol, WINTER)).toBe(403);
    await tell(carol, { type: 'added', course: WINTER, role: 'instructor' });
    await becomesStaff(carol, WINTER);
    await tell(carol, { type: 'removed', course: SUMMER, role: 'limited_staff' });
    await isNoStaffAnyMore(carol, SUMMER);
    expect(await statusOf(carol, WINTER)).toBe(200);
    await tell(dave, { type: 'added', course: SUMMER, role: 'beta_testers' });
    await tell(dave, { type: 'added', course: WINTER, role: 'staff' });
    await becomesStaff(dave, WINTER);
    expect(await statusOf(dave, SUMMER)).toBe(403);
  });

  it('are heard of with another password of our account when the one we were connected with counts no longer', async () => {
    const [carol, dave] = [newLearner(), newLearner()];
    let password = 'one';
    await redis.command('ACL', 'SETUSER', 'exams', 'on', '>one', '>two', '~*', '+@all');
    await tell(carol, { type: 'added', course: SUMMER, role: 'staff' });
    follow({ url: () => redis.urlFor('exams', password) });
    await becomesStaff(carol, SUMMER);
    password = 'two';
    await redis.command('ACL', 'SETUSER', 'exams', '<one');
    await redis.command('CLIENT', 'KILL', 'USER', 'exams');
    await tell(dave, { type: 'added', course: SUMMER, role: 'staff' });
    await becomesStaff(dave, SUMMER);
  });

  it('keep what was said last, when an earlier event comes again', async () => {
    const carol = newLearner();
    await tell(
      carol,
      { type: 'added', course: SUMMER, role: 'staff' },
      { type: 'removed', course: SUMMER, role: 'staff' },
      { type: 'added', course: WINTER, role: 'staff' },
    );
    follow();
    await becomesStaff(carol, WINTER);
    expect(await statusOf(carol, SUMMER)).toBe(403);
    const earlier = { userId: carol.userId, username: carol.username, courseId: SUMMER, role: 'staff' };
    await recordStaffRole(api.deps.pool, { ...earlier, isGranted: true, position: '0000000000000001-0' });
    expect(await statusOf(carol, SUMMER)).toBe(403);
  });

  it('set aside what cannot be read, name nobody in the log, and go on', async () => {
    const carol = newLearner();
    const lines = follow();
    await add({ type: 'org.openedx.learning.user.course_access_role.added.v1', event_data: `\u0002${carol.username}` });
    await add({ event_data: carol.username });
    await add({ type: 'org.openedx.learning.course.enrollment.created.v1', event_data: 'of somebody else' });
    await tell(carol, { type: 'added', course: SUMMER, role: 'staff' });
    await becomesStaff(carol, SUMMER);
    const reasons = (await api.deps.pool.any(setAside)).map(({ reason }) => reason);
    expect(reasons).toEqual(['its data is not Avro of the known schema', 'it has no type']);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(carol.username);
  });

  it('lose nothing while Postgres is away, nor while Redis is', async () => {
    const carol = newLearner();
    const address = new URL(api.service.config.databaseUrl);
    const proxy = await startBreakableProxy(address.host);
    closing.push(() => proxy.close());
    address.host = proxy.address;
    const pool = await openPool(address.href);
    closing.push(() => pool.end());
    proxy.cut();
    const lines = follow({ pool });
    await tell(
      carol,
      { type: 'added', course: SUMMER, role: 'staff' },
      { type: 'added', course: WINTER, role: 'staff' },
      { type: 'removed', course: WINTER, role: 'staff' },
    );
    await until(async () => lines.length > 0, 'the warning');
    await redis.stop();
    proxy.mend();
    await redis.start();
    const isComplete = async () => {
      const roles = await api.deps.pool.any(rolesOf(carol));
      return isDeepStrictEqual(roles, [
        { courseId: WINTER, isGranted: false },
        { courseId: SUMMER, isGranted: true },
      ]);
    };
    await until(isComplete, 'all three events');
  });
});
