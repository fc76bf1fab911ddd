import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOldBoardChanges, listBoardChanges } from '../../../db/board-changes.ts';
import { none } from '../../../db/columns.ts';
import { recordHeartbeats } from '../../../db/heartbeat.ts';
import { signToken, type Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import { addExam, COURSE, KEY, newLearner, PEOPLE, startApi, startAttempt, type Api } from '../harness.ts';
import { openStream } from './event-stream.ts';

const OWN = '/api/proctoring/v1';
const boardOf = (examId: number) => `${OWN}/courses/${COURSE}/exams/${examId}/board`;

let api: Api;
let address: string;
beforeAll(async () => {
  api = await startApi();
  address = await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => api.close());

const seqOf = async (examId: number) =>
  ((await api.callRoot('GET', boardOf(examId), { as: PEOPLE.carol })).body as { seq: number }).seq;
const listen = async (examId: number, options: { as?: Person; token?: string; lastEventId?: string } = {}) =>
  await openStream(address, `${boardOf(examId)}/events`, {
    ...(options.token === undefined && { as: PEOPLE.ivan }),
    lastEventId: options.lastEventId ?? String(await seqOf(examId)),
    ...options,
  });
/** An attempt whose clock has not begun, and whose it is. */
async function createUnstarted(examId: number): Promise<[number, Person]> {
  const learner = newLearner();
  const { body } = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: { exam_id: examId } });
  return [(body as { exam_attempt_id: number }).exam_attempt_id, learner];
}
async function grantTime(examId: number, { username }: Person): Promise<void> {
  const body = { exam_id: examId, user_info: username, key: 'additional_time_granted', value: '15' };
  await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.carol, body });
}
const has = (id: number, fields: object) => (row: { id: number }) =>
  row.id === id && Object.entries(fields).every(([name, value]) => row[name as 'id'] === value);
const offers = (id: number, minutes: number) => (row: { id: number; extra: number[] }) =>
  row.id === id && row.extra[0] === minutes;

describe('the stream of a board', () => {
  it('tells two viewers of a new attempt, its hand-in and the counts', async () => {
    const examId = await addExam(api);
    const viewers = [await listen(examId), await listen(examId, { as: PEOPLE.carol })];
    expect(viewers.map(({ status }) => status)).toEqual([200, 200]);
    expect(viewers[0]?.headers.get('content-type')).toBe('text/event-stream');
    const learner = newLearner();
    const id = await startAttempt(api, learner, examId);
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
    for (const viewer of viewers) {
      await viewer.next('row', has(id, { status: 'submitted', phase: 'handed_in' }));
      await viewer.next('counts', ({ handed_in: count }: { handed_in: number }) => count === 1);
      await viewer.next('pulse');
      viewer.close();
    }
  });

  it('reads a change once, however many look at it', async () => {
    const examId = await addExam(api);
    const viewers = await Promise.all(Array.from({ length: 5 }, () => listen(examId)));
    api.statements();
    const id = await startAttempt(api, newLearner(), examId);
    for (const viewer of viewers) await viewer.next('row', has(id, { status: 'started' }));
    const readings = api.statements().filter((statement) => statement.includes('open_effect'));
    const changes = Math.max(...viewers.map(({ events }) => events.filter(({ event }) => event === 'row').length));
    expect(readings.length).toBeLessThanOrEqual(changes + 1);
    for (const viewer of viewers) viewer.close();
  });

  it('has a board that is looked at, or was a moment ago, read as a whole by nobody else', async () => {
    const examId = await addExam(api);
    const viewer = await listen(examId);
    await viewer.next('pulse');
    api.statements();
    const read = async () =>
      (await api.callRoot('GET', boardOf(examId), { as: PEOPLE.carol })).body as { rows: { id: number }[] };
    const [first, second] = [newLearner(), newLearner()];
    const firstId = await startAttempt(api, first, examId);
    expect((await read()).rows).toMatchObject([{ id: firstId, status: 'started' }]);
    viewer.close();
    const secondId = await startAttempt(api, second, examId);
    await api.call('PUT', `/v1/proctored_exam/attempt/${firstId}`, { as: first, body: { action: 'submit' } });
    const { rows } = await read();
    expect(rows.toSorted((one, other) => one.id - other.id)).toMatchObject([
      { id: firstId, status: 'submitted' },
      { id: secondId, status: 'started' },
    ]);
    expect(api.statements().filter((statement) => /and true\s+group by exam_id, user_id/.test(statement))).toEqual([]);
  });

  it('tells how far a bulk act is, those too who come a moment later', async () => {
    const examId = await addExam(api);
    for (let count = 0; count < 2; count += 1) await startAttempt(api, newLearner(), examId);
    const viewer = await listen(examId);
    await viewer.next('pulse');
    const path = `${OWN}/courses/${COURSE}/bulk`;
    const body = { act: 'pause', reason: 'Fire alarm', targets: { filter: { exam: examId } } };
    await viewer.next('row', has(await startAttempt(api, newLearner(), examId), { status: 'started' }));
    const told = await api.callRoot('POST', path, { as: PEOPLE.carol, body: { ...body, dry_run: true } });
    const { token } = told.body as { token: string };
    await api.callRoot('POST', path, { as: PEOPLE.carol, body: { ...body, token } });
    const isDone = ({ bulk_id: id, done, failed }: { bulk_id: string; done: number; failed: number }) =>
      id === token && done === 3 && failed === 0;
    await viewer.next('act', isDone);
    const late = await listen(examId);
    await late.next('act', isDone);
    for (const each of [viewer, late]) each.close();
  });

  it('goes on after a break with what was missed', async () => {
    const examId = await addExam(api);
    const first = await listen(examId);
    const one = await startAttempt(api, newLearner(), examId);
    await first.next('row', has(one, { status: 'started' }));
    await until(async () => first.lastId() !== '', 'a position');
    first.close();
    const two = await startAttempt(api, newLearner(), examId);
    const again = await listen(examId, { lastEventId: first.lastId() });
    await again.next('row', has(two, { status: 'started' }));
    expect(again.events.filter(({ event }) => event === 'resync')).toEqual([]);
    again.close();
  });

  it('says to read the board again to whoever missed what is not kept', async () => {
    const viewer = await listen(await addExam(api), { lastEventId: '0' });
    await viewer.next('resync');
    viewer.close();
  });

  it('keeps changes for an hour, and knows what it has deleted', async () => {
    const examId = await addExam(api);
    await startAttempt(api, newLearner(), examId);
    const before = await seqOf(examId);
    const later = await startAttempt(api, newLearner(), examId);
    const { pool } = api.deps;
    // A position may lie before changes that it has seen, as long as another transaction is open.
    expect((await listBoardChanges(pool, examId, before))?.attemptIds).toContain(later);
    await pool.query(sql.type(none)`
      update board_change set at = at - interval '61 minutes' where exam_id = ${examId} and changed_in >= ${before}`);
    expect(await deleteOldBoardChanges(pool, 1_000)).toBeGreaterThan(0);
    expect(await listBoardChanges(pool, examId, before)).toBeNull();
    const isKnown = async () => (await listBoardChanges(pool, examId, await seqOf(examId))) !== null;
    await until(isKnown, 'a position after what was deleted');
  });

  it('tells of a removed attempt, and of an attempt that takes the place of another', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const learner = newLearner();
    const first = await startAttempt(api, learner, examId, { proctored: true });
    const viewer = await listen(examId);
    const act = (as: Person, body: object) => api.call('PUT', `/v1/proctored_exam/attempt/${first}`, { as, body });
    await act(learner, { action: 'error' });
    await act(PEOPLE.carol, { action: 'mark_ready_to_resume', user_id: learner.userId });
    const second = await startAttempt(api, learner, examId, { proctored: true });
    const { data } = await viewer.next('row', has(second, { status: 'started' }));
    expect(data).toMatchObject({ earlier: [first] });
    await api.call('DELETE', `/v1/proctored_exam/attempt/${second}`, { as: PEOPLE.carol });
    await viewer.next('gone', ({ id }: { id: number }) => id === second);
    viewer.close();
  });

  it('tells of an allowance that was set before the start moved anything', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const [id, learner] = await createUnstarted(examId);
    const viewer = await listen(examId);
    await grantTime(examId, learner);
    await viewer.next('row', offers(id, 15));
    viewer.close();
  });

  it('tells of extra time that expires before the exam has begun', async () => {
    const examId = await addExam(api);
    const [id, learner] = await createUnstarted(examId);
    await grantTime(examId, learner);
    const viewer = await listen(examId);
    await api.deps.pool.query(sql.type(none)`
      update allowance set expires_at = now() + interval '2 seconds' where exam_id = ${examId}`);
    await viewer.next('row', offers(id, 0));
    viewer.close();
  });

  it('tells once that a page has fallen silent, and nothing of the others', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const [silent, healthy] = [newLearner(), newLearner()];
    const silentId = await startAttempt(api, silent, examId, { proctored: true });
    const healthyId = await startAttempt(api, healthy, examId, { proctored: true });
    const viewer = await listen(examId);
    const at = api.deps.clock() + 1_000;
    await recordHeartbeats(api.deps.pool, [{ attemptId: healthyId, at }], at);
    await api.deps.pool.query(sql.type(none)`
      update attempt set started_at = started_at - interval '75 seconds' where id = ${silentId}`);
    const { data } = await viewer.next('heard');
    expect(data).toEqual([[silentId, expect.any(Number)]]);
    viewer.close();
  });

  it('misses nothing when the connection that hears of changes is cut', async () => {
    const examId = await addExam(api);
    const viewer = await listen(examId);
    await api.deps.pool.query(sql.type(none)`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'board' and datname = current_database()`);
    const id = await startAttempt(api, newLearner(), examId);
    await viewer.next('row', has(id, { status: 'started' }));
    viewer.close();
  });

  it('ends with the sign-in', async () => {
    const examId = await addExam(api);
    const viewer = await listen(examId, { token: await signToken(PEOPLE.ivan, KEY, '2s') });
    await viewer.next('pulse');
    await until(async () => viewer.isEnded(), 'the end of the stream');
  });

  it('is closed to everybody outside the team', async () => {
    const examId = await addExam(api);
    const viewer = await listen(examId, { as: newLearner() });
    expect(viewer.status).toBe(403);
  });
});
