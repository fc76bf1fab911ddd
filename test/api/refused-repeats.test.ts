import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import { findVersion } from '../../db/attempt-store.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import type { Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { changesOf, newCode, stateOf } from '../support/attempt-records.ts';
import { holdLock } from '../support/held-lock.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, restVendorSettings, startServiceOnDevServer } from '../support/service.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { addExam, examItem, newLearner, PEOPLE, type Api } from './harness.ts';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
let learner: Person;

beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(({ url }) => restVendorSettings(url)));
});
beforeEach(() => {
  learner = newLearner();
  vendor.otherwise({ body: { id: 'vendor-attempt' } });
  vendor.take();
});
afterAll(() => close());

const UNAVAILABLE = { status: 503, headers: { 'retry-after': expect.any(String) } };
const idOf = ({ body }: { body: unknown }) => (body as { exam_attempt_id: number }).exam_attempt_id;
const create = (examId: number, key: string, body: object = {}) =>
  api.call('POST', '/v1/proctored_exam/attempt', {
    as: learner,
    body: { exam_id: examId, attempt_proctored: 'true', ...body },
    headers: { 'idempotency-key': key },
  });
const act = (id: number, action: string, key: string) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, {
    as: learner,
    body: { action },
    headers: { 'idempotency-key': key },
  });
const codeOf = async (id: number) =>
  ((await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner })).body as { attempt_code: string })
    .attempt_code;

describe('a repeat under the same Idempotency-Key', () => {
  it('is a new try of a creation that the vendor could not take', async () => {
    const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
    vendor.otherwise({ status: 503, body: {} });
    expect(await create(examId, 'one')).toMatchObject(UNAVAILABLE);
    expect(await create(examId, 'one')).toMatchObject(UNAVAILABLE);
    vendor.otherwise({ body: { id: 'vendor-attempt' } });
    vendor.take();
    const made = await create(examId, 'one');
    expect(made.status).toBe(200);
    expect(idOf(await create(examId, 'one'))).toBe(idOf(made));
    expect(vendor.take().filter(({ path }) => path.endsWith('/attempt/'))).toHaveLength(1);
    expect((await changesOf(api.service, await codeOf(idOf(made)))).map(({ to }) => to)).toEqual(['created']);
  });

  it('is a new try of a resume that the vendor could not take, with the time that was left', async () => {
    const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
    const first = idOf(await create(examId, 'one'));
    await act(first, 'start', 'start');
    await act(first, 'error', 'error');
    const mark = { action: 'mark_ready_to_resume', user_id: learner.userId };
    await api.call('PUT', `/v1/proctored_exam/attempt/${first}`, { as: PEOPLE.dora, body: mark });
    const { rest } = await stateOf(api.service, await codeOf(first));
    vendor.otherwise({ status: 503, body: {} });
    expect(await create(examId, 'two')).toMatchObject(UNAVAILABLE);
    expect(await stateOf(api.service, await codeOf(first))).toMatchObject({ readyToResume: true, resumed: false });
    vendor.otherwise({ body: { id: 'vendor-attempt' } });
    const made = await create(examId, 'two');
    expect(made).toMatchObject({ status: 200 });
    expect(await create(examId, 'two')).toMatchObject({ status: 200, body: made.body });
    expect((await stateOf(api.service, await codeOf(idOf(made)))).rest).toEqual(rest);
  });

  it('is a new try of a start that Postgres could not take, and starts one clock', async () => {
    const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
    const id = idOf(await create(examId, 'one'));
    const { databaseUrl } = api.service.config;
    const held = await holdLock(databaseUrl, 'select 1 from attempt where id = $1 for update', [id]);
    expect(await act(id, 'start', 'start')).toMatchObject(UNAVAILABLE);
    await held.release();
    expect(await act(id, 'start', 'start')).toMatchObject({ status: 200 });
    expect(await act(id, 'start', 'start')).toMatchObject({ status: 200 });
    const events = (await changesOf(api.service, await codeOf(id))).map(({ event }) => event);
    expect(events.filter((event) => event === 'start')).toHaveLength(1);
  });

  it('does not wait for a first request whose process may be dead', async () => {
    const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
    const both = await Promise.all([create(examId, 'one'), create(examId, 'one')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(idOf(both[0])).toBe(idOf(both[1]));
    const submits = await Promise.all(['a', 'a', 'a'].map((key) => act(idOf(both[0]), 'submit', key)));
    expect(submits.map(({ status }) => status)).toEqual([200, 200, 200]);
    const events = (await changesOf(api.service, await codeOf(idOf(both[0])))).map(({ to }) => to);
    expect(events.filter((to) => to === 'submitted')).toHaveLength(1);
  });

  it('is not refused what an earlier try, which was still in time, is being given', async () => {
    const { clock } = api.deps;
    const due_date = new Date(clock() + 3_600_000).toISOString();
    const path = `/v1/proctored_exam/exam_registration/course_id/course-v1:Due+${crypto.randomUUID()}+2030`;
    const exams = await api.call('PATCH', path, { as: PEOPLE.lms, body: [examItem({ due_date })] });
    const [examId = 0] = (exams.body as { exam_id: number }[]).map(({ exam_id: id }) => id);
    const held = await holdLock(api.service.config.databaseUrl, 'lock table attempt in share row exclusive mode');
    const first = create(examId, 'one', { attempt_proctored: 'false' });
    await until(() => held.isWaitedFor(), 'the attempt of the first try is being recorded');
    const { attempts } = api.deps;
    const asked = Promise.withResolvers<void>();
    api.deps.attempts = {
      ...attempts,
      joinCreation(code) {
        asked.resolve();
        return attempts.joinCreation(code);
      },
    };
    api.deps.clock = () => clock() + 7_200_000;
    const second = create(examId, 'one', { attempt_proctored: 'false' });
    await Promise.race([asked.promise, second]);
    await held.release();
    Object.assign(api.deps, { clock, attempts });
    const [made, joined] = await Promise.all([first, second]);
    expect([made.status, joined.status]).toEqual([200, 200]);
    expect(idOf(joined)).toBe(idOf(made));
  });

  it('starts the clock that was asked for with the attempt, if only the attempt was made', async () => {
    const examId = await addExam(api);
    const made = await create(examId, 'one', { attempt_proctored: 'false', start_clock: 'true' });
    const code = await codeOf(idOf(made));
    expect((await stateOf(api.service, code)).status).toBe('started');
  });
});

describe('a decline', () => {
  it('is answered once the other exams of the course are declined as well', async () => {
    const [first, other] = [
      await addExam(api, { is_proctored: true, backend: 'rest' }),
      await addExam(api, { is_proctored: true, backend: 'rest' }),
    ];
    await create(other, 'other');
    const declined = await create(first, 'one', { attempt_proctored: 'false' });
    expect(declined.status).toBe(200);
    const statuses = await api.service.pool.any(sql.type(z.object({ exam_id: z.number(), status: z.string() }))`
      select exam_id, status from live_attempt where user_id = ${learner.userId} and exam_id in (${first}, ${other})
      order by exam_id`);
    expect(statuses.map(({ status }) => status)).toEqual(['declined', 'declined']);
  });
});

describe('a wish that is only good while somebody waits', () => {
  it('starts no clock when it is delivered after that, while a hand-in counts', async () => {
    const service = await startServiceOnDevServer();
    let stop = await service.startWorker();
    const { taskQueue } = service.config.temporal;
    let ahead = 0;
    const people = createBoundedClient(service.client, {
      taskQueue,
      readVersion: (code) => findVersion(service.pool, code),
      now: () => Date.now() + ahead,
    });
    const [waiting, running] = [newCode(), newCode()];
    await service.attempts.create(waiting, await creationRequest(service, { startClock: false }));
    await service.attempts.create(running, await creationRequest(service, { startClock: true }));
    await stop();
    // As if they had been sent a quarter of a minute ago, and nobody had been there to hear them.
    ahead = -15_000;
    const actor = { kind: 'learner' } as const;
    const sent = [people.tell(waiting, 'start', { actor }), people.tell(running, 'submit', { actor })];
    const outcomes = Promise.allSettled(sent);
    stop = await service.startWorker();
    const [start, submit] = await outcomes;
    expect(start?.status).toBe('rejected');
    expect(submit).toMatchObject({ status: 'fulfilled', value: { status: 'submitted' } });
    expect((await stateOf(service, waiting)).status).toBe('created');
    ahead = 0;
    expect(await people.tell(waiting, 'start', { actor })).toMatchObject({ status: 'started' });
    await stop();
    await service.close();
  });
});
