import { gunzipSync } from 'node:zlib';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { none } from '../../../db/columns.ts';
import { recordHeartbeats } from '../../../db/heartbeat.ts';
import { signToken, type Person } from '../../../dev/people.ts';
import { addExam, COURSE, KEY, newLearner, PEOPLE, startApi, startAttempt, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const boardOf = (examId: number, query = '') => `${OWN}/courses/${COURSE}/exams/${examId}/board${query}`;

interface Board {
  seq: number;
  counts: Record<string, number> | null;
  rows: Record<string, unknown>[];
  gone: number[] | null;
  exam: { name: string; silent_after_seconds: number | null };
}

let api: Api;
beforeAll(async () => {
  api = await startApi({ skipTime: true });
});
afterAll(() => api.close());

async function read(examId: number, query = '', as: Person = PEOPLE.ivan): Promise<Board> {
  const answer = await api.callRoot('GET', boardOf(examId, query), { as });
  expect(answer.status).toBe(200);
  return answer.body as Board;
}
const act = (id: number, as: Person, body: object) => api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body });

describe('the board of an exam', () => {
  it('has a row for each learner, with their time and what stopped them', async () => {
    const examId = await addExam(api, { is_proctored: true, time_limit_mins: 60 });
    const [running, lost] = [newLearner(), newLearner()];
    const runningId = await startAttempt(api, running, examId, { proctored: true });
    const lostId = await startAttempt(api, lost, examId, { proctored: true });
    await api.advance(600);
    await act(lostId, lost, { action: 'error', detail: 'The camera was lost' });
    const board = await read(examId);
    expect(board.exam).toMatchObject({ name: 'Final', silent_after_seconds: null });
    expect(board.rows.find(({ id }) => id === runningId)).toMatchObject({
      learner: [running.userId, running.username, running.name],
      status: 'started',
      phase: 'running',
      type: 'proctored',
      started: expect.any(Number),
      ends: expect.any(Number),
      heard: expect.any(Number),
      left: null,
      limit: 3600,
      extra: [0, 0],
      error: null,
      earlier: [],
    });
    const row = board.rows.find(({ id }) => id === lostId);
    expect(row).toMatchObject({
      status: 'error',
      phase: 'stopped',
      ends: null,
      heard: null,
      error: { event: 'error', by: 'learner', reason: 'The camera was lost' },
    });
    expect(Math.round(Number(row?.['left']) / 10)).toBe(300);
    expect(board.counts).toMatchObject({ running: 1, stopped: 1, trouble: expect.any(Number) });
  });

  it('shows a clock that has run out as handed in before its workflow knows', async () => {
    const examId = await addExam(api, { time_limit_mins: 1 });
    const learner = newLearner();
    const id = await startAttempt(api, learner, examId);
    const end = (await read(examId)).rows[0]?.['ends'];
    const now = api.deps.clock;
    api.deps.clock = () => now() + 61_000;
    const [row] = (await read(examId)).rows;
    api.deps.clock = now;
    expect(row).toMatchObject({ id, status: 'submitted', phase: 'handed_in', ends: null, stopped: end });
  });

  it('folds the attempts of a learner into the row of the newest', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const learner = newLearner();
    const first = await startAttempt(api, learner, examId, { proctored: true });
    await act(first, learner, { action: 'error' });
    await act(first, PEOPLE.carol, { action: 'mark_ready_to_resume', user_id: learner.userId });
    expect((await read(examId)).rows).toMatchObject([{ id: first, status: 'ready_to_resume' }]);
    const second = await startAttempt(api, learner, examId, { proctored: true });
    expect((await read(examId)).rows).toMatchObject([{ id: second, earlier: [first] }]);
  });

  it('shows the extra time of allowances, and the attempt that a removal leaves', async () => {
    const examId = await addExam(api);
    const learner = newLearner();
    await startAttempt(api, learner, examId);
    const value = { exam_id: examId, user_info: learner.username, key: 'additional_time_granted', value: '15' };
    await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.carol, body: value });
    const before = await read(examId);
    expect(before.rows).toMatchObject([{ extra: [15, 0] }]);
    await api.call('DELETE', `/v1/proctored_exam/attempt/${String(before.rows[0]?.['id'])}`, { as: PEOPLE.carol });
    expect((await read(examId)).rows).toEqual([]);
    expect(await read(examId, `?since=${before.seq}`)).toMatchObject({ rows: [], gone: [before.rows[0]?.['id']] });
  });

  it('shows extra time that counted when the clock began, and none that had expired by then', async () => {
    const examId = await addExam(api);
    const expiring = async (seconds: number) => {
      const learner = newLearner();
      const id = await startAttempt(api, learner, examId);
      const body = { exam_id: examId, user_info: learner.username, key: 'additional_time_granted', value: '15' };
      await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.carol, body });
      await api.deps.pool.query(sql.type(none)`
        update allowance set expires_at = started_at + make_interval(secs => ${seconds}) from attempt
        where attempt.id = ${id} and allowance.user_id = attempt.user_id and allowance.exam_id = attempt.exam_id`);
      return (await read(examId)).rows.find((row) => row['id'] === id)?.['extra'];
    };
    expect([await expiring(1), await expiring(-1)]).toEqual([
      [15, 0],
      [0, 0],
    ]);
  });

  it('tells what changed since a position, and everything to whoever missed too much', async () => {
    const examId = await addExam(api);
    const [early, late] = [newLearner(), newLearner()];
    await startAttempt(api, early, examId);
    const { seq } = await read(examId);
    const lateId = await startAttempt(api, late, examId);
    const changed = await read(examId, `?since=${seq}`);
    expect(changed.rows.map(({ id }) => id)).toContain(lateId);
    expect(changed).toMatchObject({ counts: null, gone: [] });
    expect(await read(examId, '?since=0')).toMatchObject({ gone: null, rows: [{}, {}] });
  });

  it('says when a page was last heard from', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const id = await startAttempt(api, newLearner(), examId, { proctored: true });
    const at = api.deps.clock() + 5_000;
    await recordHeartbeats(api.deps.pool, [{ attemptId: id, at }], at);
    expect((await read(examId)).rows).toMatchObject([{ heard: at }]);
  });

  it('is sent compressed, with three statements and without a call to Temporal', async () => {
    const examId = await addExam(api);
    await startAttempt(api, newLearner(), examId);
    const headers = { authorization: `JWT ${await signToken(PEOPLE.carol, KEY)}`, 'accept-encoding': 'gzip' };
    await api.app.inject({ url: boardOf(examId), headers });
    api.statements();
    const answer = await api.app.inject({ url: boardOf(examId), headers });
    expect(api.statements()).toHaveLength(3);
    expect(answer.headers['content-encoding'] ?? 'short').toMatch(/gzip|short/);
    if (answer.headers['content-encoding'] === 'gzip')
      expect(JSON.parse(gunzipSync(answer.rawPayload).toString())).toHaveProperty('rows');
  });

  it('is for the team of the course of the exam alone', async () => {
    const examId = await addExam(api);
    const elsewhere = 'course-v1:Elsewhere+One+2030';
    const stranger = { ...newLearner(), invigilates: [elsewhere] };
    const code = async (path: string, as: Person) => (await api.callRoot('GET', path, { as })).headers['x-error-code'];
    expect(await code(boardOf(examId), stranger)).toBe('course_team_only');
    expect(await code(`${OWN}/courses/${elsewhere}/exams/${examId}/board`, stranger)).toBe('exam_not_found');
    expect(await code(boardOf(examId, '?sinse=1'), PEOPLE.ivan)).toBe('validation_failed');
  });
});

describe('today', () => {
  const todayOf = async (as: Person, query = '') =>
    (await api.callRoot('GET', `${OWN}/board${query}`, { as })).body as { exam: { id: number }; counts: object }[];

  it('lists the exams of the caller’s courses with how many are in each phase', async () => {
    const examId = await addExam(api);
    await startAttempt(api, newLearner(), examId);
    const own = (await todayOf(PEOPLE.ivan)).find(({ exam }) => exam.id === examId);
    expect(own).toMatchObject({
      course: COURSE,
      counts: { running: 1 },
      trouble: 0,
      first_end: expect.any(Number),
      refused_effects: 0,
    });
    expect((await todayOf(PEOPLE.dora)).some(({ exam }) => exam.id === examId)).toBe(true);
    expect(await todayOf(newLearner())).toEqual([]);
    expect(await todayOf(newLearner(), `?course=${encodeURIComponent(COURSE)}`)).toEqual([]);
  });

  it('lists an exam that is due soon though nobody has begun, and none of a quiet past', async () => {
    const dueIn = async (hours: number) => {
      const id = await addExam(api);
      await api.deps.pool.query(sql.type(none)`
        update exam set due_date = now() + make_interval(hours => ${hours}) where id = ${id}`);
      return id;
    };
    const [soon, quiet] = [await dueIn(1), await dueIn(200)];
    const ids = (await todayOf(PEOPLE.carol)).map(({ exam }) => exam.id);
    expect(ids).toContain(soon);
    expect(ids).not.toContain(quiet);
  });
});
