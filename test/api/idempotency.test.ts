import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { sql } from 'slonik';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { changesOf } from '../support/attempt-records.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let learner: Person;
/** The answer of Temporal is lost after it has done what it was asked to. */
let isLosing = false;
beforeEach(() => {
  learner = newLearner();
  const { attempts } = api.deps;
  const lose = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    if (isLosing) throw new WorkflowUpdateRPCTimeoutOrCancelledError('The answer was lost.');
    return answer;
  };
  api.deps.attempts = {
    ...attempts,
    create: (...request) => lose(attempts.create(...request)),
    tell: (...message) => lose(attempts.tell(...message)),
  };
});
afterEach(() => {
  isLosing = false;
});

const create = (examId: number, key: string, body: object = {}) =>
  api.call('POST', '/v1/proctored_exam/attempt', {
    as: learner,
    body: { exam_id: examId, start_clock: 'true', ...body },
    headers: { 'idempotency-key': key },
  });
const act = (id: number, action: string, headers: Record<string, string> = {}) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action }, headers });
const read = async (id: number) =>
  (await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner })).body as { attempt_code: string };
const LOST = { status: 503, headers: { 'retry-after': expect.any(String) } };

describe('a request with an Idempotency-Key', () => {
  it('is carried out once, repeats get its answer, and another one may not have its key', async () => {
    const examId = await addExam(api);
    const first = await create(examId, 'one');
    expect(first).toMatchObject({ status: 200 });
    const again = { status: 200, body: first.body, headers: { 'idempotent-replay': 'true' } };
    expect(await create(examId, 'one')).toMatchObject(again);
    const other = { status: 422, headers: { 'x-error-code': 'idempotency_key_reused' } };
    expect(await create(examId, 'one', { start_clock: 'false' })).toMatchObject(other);
  });

  it('is refused with the same code as before when it is repeated', async () => {
    const examId = await addExam(api);
    await create(examId, 'one');
    const refused = { status: 400, headers: { 'x-error-code': 'attempt_already_exists' } };
    const first = await create(examId, 'two');
    expect(first).toMatchObject(refused);
    const again = { ...refused.headers, 'idempotent-replay': 'true' };
    expect(await create(examId, 'two')).toMatchObject({ ...refused, body: first.body, headers: again });
  });

  it('finds the attempt that it made when its answer was lost', async () => {
    const examId = await addExam(api);
    isLosing = true;
    expect(await create(examId, 'one')).toMatchObject(LOST);
    isLosing = false;
    const found = await create(examId, 'one');
    expect(found).toMatchObject({ status: 200, body: { exam_attempt_id: expect.any(Number) } });
    const exists = { status: 400, headers: { 'x-error-code': 'attempt_already_exists' } };
    expect(await create(examId, 'two')).toMatchObject(exists);
    const { attempt_code: code } = await read((found.body as { exam_attempt_id: number }).exam_attempt_id);
    expect((await changesOf(api.service, code)).map(({ to }) => to)).toEqual(['created', 'started']);
  });

  it('is answered as the first time when the answer to a change was lost', async () => {
    const examId = await addExam(api, { is_proctored: true });
    const created = await create(examId, 'one', { start_clock: 'false', attempt_proctored: 'true' });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    isLosing = true;
    expect(await act(id, 'start', { 'idempotency-key': 'start' })).toMatchObject(LOST);
    isLosing = false;
    expect(await act(id, 'start', { 'idempotency-key': 'start' })).toMatchObject({ status: 200 });
    const started = { status: 400, headers: { 'x-error-code': 'attempt_already_started' } };
    expect(await act(id, 'start')).toMatchObject(started);
    const { attempt_code: code } = await read(id);
    expect((await changesOf(api.service, code)).map(({ to }) => to)).toEqual(['created', 'started']);
  });

  it('sets a status once, though staff ask again because the answer was lost', async () => {
    const id = await startAttempt(api, learner, await addExam(api));
    const set = () =>
      api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/status`, {
        as: PEOPLE.dora,
        body: { status: 'submitted', reason: 'fire alarm' },
        headers: { 'idempotency-key': 'set' },
      });
    isLosing = true;
    expect(await set()).toMatchObject(LOST);
    isLosing = false;
    expect(await set()).toMatchObject({ status: 200, body: { status: 'submitted', changed: true } });
  });

  it('is carried out later if its sender might not make it at first', async () => {
    const [exam_id, teacher] = [await addExam(api), newLearner()];
    const body = { exam_id, user_info: PEOPLE.alice.username, key: 'additional_time_granted', value: '5' };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const grant = (as: Person) => api.call('PUT', '/v1/proctored_exam/allowance', { as, body, headers });
    await api.call('GET', '/v1/proctored_exam/attempt', { as: PEOPLE.alice });
    expect(await grant(teacher)).toMatchObject({ status: 403 });
    expect(await grant({ ...teacher, staffOf: [COURSE] })).toMatchObject({ status: 200 });
  });

  it('has nothing to do with the same key of somebody else', async () => {
    const examId = await addExam(api);
    const mine = await create(examId, 'one');
    learner = newLearner();
    const theirs = await create(examId, 'one');
    expect(theirs.status).toBe(200);
    expect(theirs.body).not.toEqual(mine.body);
  });
});

describe('the key of a request that is under way', () => {
  const caller = String(PEOPLE.dora.userId);
  const grant = (examId: number, key: string) =>
    api.call('PUT', '/v1/proctored_exam/allowance', {
      as: PEOPLE.dora,
      body: { exam_id: examId, user_info: learner.userId, key: 'additional_time_granted', value: '10' },
      headers: { 'idempotency-key': key },
    });
  const claim = (key: string, age: string) =>
    api.deps.pool.query(sql.type(z.object({}))`
      insert into idempotent_answer (caller, key, fingerprint, created)
      values (${caller}, ${key}, 'of a process that has died', now() - ${age}::interval)`);

  it('is free a few seconds after its process has died, and no sooner', async () => {
    await startAttempt(api, learner, await addExam(api));
    const examId = await addExam(api);
    const [lost, held] = [crypto.randomUUID(), crypto.randomUUID()];
    await claim(lost, '9 seconds');
    expect(await grant(examId, lost)).toMatchObject({ status: 200 });
    await claim(held, '-1 hour');
    expect((await grant(examId, held)).status).toBe(422);
  });

  it('stays its own for as long as it takes', async () => {
    await startAttempt(api, learner, await addExam(api));
    const [examId, key, { changes, pool }] = [await addExam(api), crypto.randomUUID(), api.deps];
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    api.deps.changes = {
      ...changes,
      async deliver(subjects) {
        begun.resolve();
        await goOn.promise;
        await changes.deliver(subjects);
      },
    };
    const slow = grant(examId, key);
    await begun.promise;
    api.deps.changes = changes;
    await pool.query(sql.type(z.object({}))`
      update idempotent_answer set created = now() - interval '1 hour' where caller = ${caller} and key = ${key}`);
    const isHeld = () =>
      pool.exists(sql.type(z.object({}))`
        select 1 from idempotent_answer
        where caller = ${caller} and key = ${key} and created > now() - interval '1 minute'`);
    await until(isHeld, 'the key is held');
    const inProgress = { status: 409, headers: { 'x-error-code': 'request_in_progress' } };
    expect(await grant(examId, key)).toMatchObject(inProgress);
    goOn.resolve();
    expect(await slow).toMatchObject({ status: 200 });
    expect(await grant(examId, key)).toMatchObject({ status: 200, headers: { 'idempotent-replay': 'true' } });
  });
});
