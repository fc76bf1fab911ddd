import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'slonik';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listReviewPosts } from '../../db/review-posts.ts';
import { until } from '../../dev/until.ts';
import { openSource } from '../../manage/import/source/open.ts';
import { areEffectsFinished, changesOf, rowOf, stateOf } from '../support/attempt-records.ts';
import { holdLock } from '../support/held-lock.ts';
import { manage, startManagedService, type ManagedService } from '../support/management.ts';
import { contentOf, countAll, countsOf, NOTHING } from '../support/imported-content.ts';
import { hasMariadb, startMariadb, type MariadbServer } from '../support/mariadb-server.ts';
import * as old from '../support/original.ts';
import {
  addPast,
  addPresent,
  ALICE,
  at,
  CAROL,
  HANDED_IN,
  MARKED,
  PROCTORED,
  REMOVED,
  REVIEWED,
  TIMED,
} from '../support/original-site.ts';
import { emptyDatabase } from '../support/stack.ts';

const { codeOf, MINUTE } = old;
const PROCESS = join(import.meta.dirname, '../../manage/main.ts');

const PAST = { exam: 2, person: 3, allowance: 1, review_policy: 1, attempt: 4, review: 1, effect: 0 };

const stateRow = z.object({ state: z.looseObject({}) });

/** The stored state of an attempt that has no workflow yet. */
const storedState = ({ service }: ManagedService, code: string) =>
  service.pool.oneFirst(sql.type(stateRow)`select state from attempt where attempt_code = ${code}`);

let original: old.Original;
let running: ManagedService;

const importAll = (...more: string[]) =>
  manage(running.service, ['import', '--from', original.url, '--pause', '0', ...more]);

beforeAll(async () => {
  running = await startManagedService();
});
afterAll(() => running.close());

async function begin(make: () => Promise<old.Original> = async () => old.originalOnPostgres(await emptyDatabase())) {
  original = await make();
  await running.service.pool.query(sql.type(z.object({}))`
    truncate exam, person, attempt, review, review_history, exam_history, board_change, attempt_group, attempt_group_count,
      attempt_group_change restart identity cascade`);
  running.service.lms.effects.length = 0;
  running.service.mailer.mails.length = 0;
}

async function expectPast(): Promise<void> {
  const { service } = running;
  expect(await countAll(running.service)).toMatchObject(PAST);
  expect(await rowOf(service, codeOf(HANDED_IN))).toMatchObject({
    status: 'submitted',
    startedAt: at(10).getTime(),
    completedAt: at(40).getTime(),
    expiresAt: null,
  });
  expect(await changesOf(service, codeOf(HANDED_IN))).toEqual([
    { event: 'imported', to: 'created', actor: 'learner', reason: null },
    { event: 'imported', to: 'started', actor: 'learner', reason: null },
    { event: 'imported', to: 'submitted', actor: 'learner', reason: null },
  ]);
  expect((await changesOf(service, codeOf(REVIEWED))).at(-1)).toMatchObject({ to: 'verified', actor: 'staff' });
  expect(await rowOf(service, codeOf(REMOVED))).toMatchObject({ status: 'created', deletedAt: at(5).getTime() });
  expect(await rowOf(service, codeOf(MARKED))).toMatchObject({ status: 'ready_to_resume', timeRemainingSeconds: 600 });
  expect(await listReviewPosts(service.pool, codeOf(REVIEWED))).toMatchObject([
    { status: 'Suspicious', by: null, comments: [{ text: 'Somebody came in.' }] },
    { status: 'Clean', by: 'carol', comments: [{ text: 'It was an invigilator.' }], receivedAt: at(90).getTime() },
  ]);
}

async function expectSnapshot(): Promise<void> {
  const exams = 'select count(*) as count from proctoring_proctoredexam';
  const source = await openSource(original.url);
  const before = await source.rows(exams);
  await old.addExam(original, 599, at(0));
  expect(await source.rows(exams)).toEqual(before);
  await expect(source.rows('delete from proctoring_proctoredexam where id = ?', [599])).rejects.toThrow(/read.only/i);
  await source.close();
}

describe('moving over from edx-proctoring', () => {
  beforeEach(async () => {
    await begin();
    await addPast(original);
  });
  afterEach(() => original.close());

  it('counts in a dry run, and changes nothing', async () => {
    const run = await importAll('--dry-run');
    expect(run).toMatchObject({ exit: 0, problems: [] });
    expect(run.lines.at(-1)).toBe('Dry run, nothing was changed.');
    expect(countsOf(run, 'exams')).toMatchObject({ new: 2 });
    expect(countsOf(run, 'attempts')).toMatchObject({ new: 3 });
    expect(countsOf(run, 'removed attempts')).toMatchObject({ new: 1 });
    expect(countsOf(run, 'people')).toMatchObject({ new: 3 });
    expect(await countAll(running.service)).toEqual(NOTHING);
  });

  it('brings over what is past with its ids, its history and its reviews, and tells no one', async () => {
    expect(await importAll()).toMatchObject({ exit: 0, problems: [] });
    await expectPast();
    expect(running.service.lms.effects).toEqual([]);
    expect(running.service.mailer.mails).toEqual([]);
  });

  it('changes nothing when it is repeated', async () => {
    await importAll();
    const before = await contentOf(running.service);
    const again = await importAll('--batch-size', '1');
    expect(countsOf(again, 'attempts')).toMatchObject({ new: 0, same: 3 });
    expect(countsOf(again, 'reviews')).toMatchObject({ new: 0, same: 1 });
    expect(await contentOf(running.service)).toBe(before);
  });

  it('follows what has changed there since, but not what has gone on here', async () => {
    await importAll();
    const { service } = running;
    await service.attempts.tell(codeOf(REVIEWED), 'set-status', { actor: { kind: 'operator' }, status: 'rejected' });
    const change = `update proctoring_proctoredexamstudentattempt set status = 'verified' where id in (?)`;
    await original.run(change.replace('?', '?, ?'), [HANDED_IN, REVIEWED]);
    const again = await importAll();
    expect(countsOf(again, 'attempts')).toMatchObject({ changed: 1, same: 1, 'gone on here': 1 });
    expect(await rowOf(service, codeOf(HANDED_IN))).toMatchObject({ status: 'verified' });
    expect(await rowOf(service, codeOf(REVIEWED))).toMatchObject({ status: 'rejected' });
  });

  it('knows of a zero grade that a pass has to undo', async () => {
    const { service } = running;
    const rejected = { id: 7401, at: at(9), userId: CAROL, examId: PROCTORED };
    const cells = { taking_as_proctored: true, status: 'rejected', completed_at: at(40) };
    await old.addAttempt(original, { ...rejected, cells, history: [{ status: 'rejected', at: at(50) }] });
    await importAll();
    expect(service.lms.told).toEqual([]);
    const code = codeOf(rejected.id);
    await service.attempts.tell(code, 'set-status', { actor: { kind: 'operator' }, status: 'verified' });
    await until(() => areEffectsFinished(service, code), 'its effects');
    expect(service.lms.told).toContain('undo-grade-override');
  });

  it('is the same after it was killed in the middle and repeated', async () => {
    await importAll();
    const whole = await contentOf(running.service);
    const { url } = original;
    await begin(async () => original);
    const { config } = running.service;
    const settings = {
      LOCAL_STACK: 'true',
      DATABASE_URL: config.databaseUrl,
      TEMPORAL_ADDRESS: running.env.address,
      TEMPORAL_TASK_QUEUE: config.temporal.taskQueue,
    };
    const args = [PROCESS, 'import', '--from', url, '--batch-size', '1', '--pause', '0.2'];
    // However slow this process is, the other one does not get beyond the reviews.
    const held = await holdLock(config.databaseUrl, 'lock table review in exclusive mode');
    const child = spawn(process.execPath, args, { env: { ...process.env, ...settings }, stdio: 'ignore' });
    await until(async () => ((await countAll(running.service))['attempt'] ?? 0) >= 2, 'two attempts');
    child.kill('SIGKILL');
    await once(child, 'close');
    await held.release();
    expect((await countAll(running.service))['review']).toBe(0);
    expect(await importAll()).toMatchObject({ exit: 0 });
    expect(await contentOf(running.service)).toBe(whole);
  });

  it('cannot write where it reads, and sees one instant', async () => {
    await expectSnapshot();
  });

  it('refuses as a whole where an id is taken, and writes nothing', async () => {
    const { pool } = running.service;
    await pool.query(sql.type(z.object({}))`
      insert into exam (id, course_id, content_id, exam_name, time_limit_mins, created, modified)
      values (${TIMED}, 'course-v1:Other+1+1', 'block', 'Other', 5, now(), now())`);
    const run = await importAll();
    expect(run).toMatchObject({ exit: 1, problems: [expect.stringContaining(`exam ${TIMED}: `)] });
    expect(run.lines).toEqual([
      expect.stringMatching(/^Refused: 1 ids of the original are taken here\. Nothing was changed\./),
    ]);
    expect(await countAll(running.service)).toEqual({ ...NOTHING, exam: 1 });
  });

  it('names what does not fit, without names or texts, and brings over the rest', async () => {
    await original.run(`update proctoring_proctoredexamstudentattempt set attempt_code = null where id = ${MARKED}`);
    await old.addUser(original, 14, 'dora');
    await old.addAttempt(original, { id: 7005, at: at(3), userId: 14, examId: TIMED, cells: { status: 'on fire' } });
    await old.addAttempt(original, { id: 7006, at: at(4), userId: 99, examId: TIMED });
    const run = await importAll();
    expect(run.exit).toBe(1);
    expect(run.problems.toSorted()).toEqual(
      [
        `attempt ${MARKED}: it has no attempt code`,
        'attempt 7005: its status is not one of edx-proctoring',
        'attempt 7006: its learner is neither here nor there',
      ].toSorted(),
    );
    expect(countsOf(run, 'attempts')).toMatchObject({ new: 2, unfit: 3 });
  });

  it('lets running clocks go on to their exact end, and then tells whom it concerns', async () => {
    const { begun, runs, unseen } = await addPresent(original, 7101);
    const { service, env } = running;
    expect(countsOf(await importAll(), 'attempts')).toMatchObject({ new: 5, running: 1 });
    const end = begun + 60 * MINUTE;
    expect(await rowOf(service, runs)).toMatchObject({ status: 'started', expiresAt: end });
    expect(await rowOf(service, unseen)).toMatchObject({ status: 'submitted', completedAt: begun + 20 * MINUTE });
    await until(async () => (await stateOf(service, runs)).status === 'started', 'its workflow');
    expect(service.lms.effects).toEqual([]);
    await env.sleep('31 minutes');
    await until(async () => (await rowOf(service, runs))?.status === 'submitted', 'its end');
    expect(await rowOf(service, runs)).toMatchObject({ completedAt: end });
    await until(() => areEffectsFinished(service, runs), 'its effects');
    expect(service.lms.told).toContain('set-credit');
    expect(countsOf(await importAll(), 'attempts')).toMatchObject({ 'gone on here': 2 });
  });

  it('carries out time that ran out unseen, if the operator wants it', async () => {
    const { unseen } = await addPresent(original, 7201);
    const since = new Date(Date.now() - 24 * 60 * MINUTE).toISOString();
    await importAll('--carry-out-ends-since', since);
    const { service } = running;
    await until(async () => (await rowOf(service, unseen))?.status === 'submitted', 'its end');
    await until(() => areEffectsFinished(service, unseen), 'its effects');
    expect(service.lms.effects.length).toBeGreaterThan(0);
  });

  it('leaves out what may still run when the rest is brought over beforehand', async () => {
    const { runs } = await addPresent(original, 7301);
    const run = await importAll('--only-ended');
    expect(countsOf(run, 'attempts')).toMatchObject({ new: 3, 'left for later': 2 });
    expect(await rowOf(running.service, runs)).toBeNull();
    expect(countsOf(await importAll(), 'attempts')).toMatchObject({ new: 2, same: 3, running: 1 });
  });

  it.each([
    { from: 'nowhere', exit: 2, says: '--from is not an address' },
    { from: 'postgres://x:secret@127.0.0.1:1/x', exit: 2, says: 'cannot be read (ECONNREFUSED)' },
  ])('refuses the source $from', async ({ from, exit, says }) => {
    const run = await manage(running.service, ['import', '--from', from]);
    expect(run).toMatchObject({ exit, problems: [expect.stringContaining(says)] });
    expect(run.problems.join()).not.toContain('secret');
  });
});

it('reads the tables of version 2.5, with its statuses and what it archived', async () => {
  await begin(async () => old.originalOnPostgres(await emptyDatabase(), '2.5'));
  await old.addUser(original, ALICE, 'alice');
  await old.addExam(original, TIMED, at(0));
  const taken = { started_at: at(10), allowed_time_limit_mins: 60, modified: at(50), status: 'ready_to_resume' };
  const attempt = { id: HANDED_IN, at: at(9), userId: ALICE, examId: TIMED, cells: taken, version: '2.5' } as const;
  await old.addAttempt(original, attempt);
  await old.addArchived(original, 1, at(10), { ...attempt, at: at(10), cells: { status: 'created' } });
  await old.addArchived(original, 2, at(40), { ...attempt, at: at(40), cells: { status: 'started' } });
  await old.addReview(original, {
    id: 61,
    attemptId: HANDED_IN,
    at: at(45),
    status: 'Clean',
    examId: TIMED,
    userId: ALICE,
    cells: { video_url: 'https://video.example.com/1' },
  });
  expect(await importAll()).toMatchObject({ exit: 0, problems: [] });
  expect(await storedState(running, codeOf(HANDED_IN))).toMatchObject({
    status: 'ready_to_resume',
    readyToResume: true,
    version: 3,
  });
  expect((await changesOf(running.service, codeOf(HANDED_IN))).map(({ to }) => to)).toEqual([
    'created',
    'started',
    'ready_to_resume',
  ]);
  await original.close();
});

describe.skipIf(!(await hasMariadb()))('on MariaDB', () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server.close());

  it('brings over the same', async () => {
    await begin();
    await addPast(original);
    await importAll();
    const onPostgres = await contentOf(running.service);
    await original.close();
    await begin(async () => old.originalOnMariadb(await server.database()));
    await addPast(original);
    expect(await importAll()).toMatchObject({ exit: 0, problems: [] });
    await expectPast();
    expect(await contentOf(running.service)).toBe(onPostgres);
    await expectSnapshot();
    await original.close();
  });
});
