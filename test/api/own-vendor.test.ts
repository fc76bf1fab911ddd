import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listLostHeartbeats } from '../../db/heartbeat.ts';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../support/two-vendors.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { examItem, newLearner, PEOPLE, type Api, type ExamFields } from './harness.ts';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
let one: { authorization: string };
let two: { authorization: string };
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(vendorSettings));
  [one, two] = [await signedInAs(api, 'one'), await signedInAs(api, 'two')];
});
afterAll(() => close());

type Learner = ReturnType<typeof newLearner>;
const ATTEMPT = '/v1/proctored_exam/attempt';

interface Read {
  status: string;
  attempt_code: string;
  external_id: string | null;
  proctored_exam: { backend: string; is_proctored: boolean; external_id: string | null };
}
const read = async (as: Learner, id: number) => (await api.call('GET', `${ATTEMPT}/${id}`, { as })).body as Read;

let count = 0;

/** A course of one exam, which can be registered anew with other fields. */
async function courseWith(fields: ExamFields) {
  count += 1;
  const course = `course-v1:Own+${count}+${Date.now()}`;
  const contentId = `block-v1:${course}`;
  vendor.otherwise({ body: { id: `exam-of-${fields.backend}` } });
  const register = async (changes: ExamFields) => {
    const items = [examItem({ content_id: contentId, ...fields, ...changes })];
    const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
    const answer = await api.call('PATCH', path, { as: PEOPLE.lms, body: items });
    expect(answer).toMatchObject({ status: 200 });
    return (answer.body as [{ exam_id: number }])[0].exam_id;
  };
  const examId = await register({});
  const externalIdOf = async () =>
    await api.service.pool.oneFirst(sql.type(z.object({ external_id: z.string().nullable() }))`
      select external_id from exam where id = ${examId}`);
  if (fields.is_proctored && fields.backend !== 'ssi')
    await until(async () => (await externalIdOf()) !== null, 'the vendor has the exam');
  return { course, contentId, examId, register, externalIdOf };
}

/** A running proctored attempt that the vendor knows by `externalId`. */
async function runningAttempt(examId: number, externalId: string, learner = newLearner()) {
  vendor.otherwise({ body: { id: externalId, ssiRecordLocator: externalId } });
  const body = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  const created = await api.call('POST', ATTEMPT, { as: learner, body });
  expect(created).toMatchObject({ status: 200 });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  return { learner, id, code: (await read(learner, id)).attempt_code };
}

const act = (as: Learner, id: number, action: string) => api.call('PUT', `${ATTEMPT}/${id}`, { as, body: { action } });
const review = (headers: object, externalId: string, status: string) =>
  api.call('POST', `${ATTEMPT}/${externalId}/reviewed`, { headers: { ...headers }, body: { status, comments: [] } });
const calls = () => vendor.take().filter(({ path }) => !path.startsWith('/oauth2/'));

describe('an attempt whose exam gets another vendor while it runs', () => {
  const PROCTORED = { is_proctored: true, backend: 'one' };

  it('is reviewed by the vendor that it was registered with, and by no other', async () => {
    const { examId, register } = await courseWith(PROCTORED);
    const { learner, id, code } = await runningAttempt(examId, 'own-1');
    await register({ backend: 'two' });
    await act(learner, id, 'submit');
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    expect(await review(two, 'own-1', 'violation')).toMatchObject({ status: 403 });
    expect(await api.call('POST', `${ATTEMPT}/own-1/ready`, { headers: two })).toMatchObject({ status: 403 });
    expect(await read(learner, id)).toMatchObject({ status: 'submitted' });
    expect(await review(one, 'own-1', 'passed')).toMatchObject({ status: 200 });
    expect(await read(learner, id)).toMatchObject({ status: 'verified' });
  });

  it('is stopped and removed at that vendor, under its ids', async () => {
    const { examId, register } = await courseWith(PROCTORED);
    const { learner, id, code } = await runningAttempt(examId, 'own-2');
    await register({ backend: 'two' });
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    vendor.take();
    await act(learner, id, 'submit');
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    vendor.otherwise({ body: { status: 'deleted' } });
    await api.call('DELETE', `${ATTEMPT}/${id}`, { as: PEOPLE.dora });
    const told = calls().filter(({ path }) => path.includes('own-2'));
    expect(told.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PATCH /api/v1/exam/exam-of-one/attempt/own-2/',
      'DELETE /api/v1/exam/exam-of-one/attempt/own-2/',
    ]);
  });

  it('is shown with its own vendor and kind, also when the exam is timed by now', async () => {
    const { examId, register, course, contentId } = await courseWith(PROCTORED);
    const { learner, id } = await runningAttempt(examId, 'own-3');
    await register({ is_proctored: false, backend: 'two' });
    expect((await read(learner, id)).proctored_exam).toMatchObject({ backend: 'one', is_proctored: true });
    const path = `${ATTEMPT}/course_id/${course}?content_id=${encodeURIComponent(contentId)}`;
    expect((await api.call('GET', path, { as: learner })).body).toMatchObject({
      exam: { type: 'proctored', backend: 'one', is_proctored: true },
      active_attempt: { exam_type: 'a proctored exam', ping_interval: 60, external_id: 'own-3' },
    });
    await act(learner, id, 'submit');
    expect(await review(one, 'own-3', 'passed')).toMatchObject({ status: 200 });
    expect(await read(learner, id)).toMatchObject({ status: 'verified' });
  });

  it('stays without proctoring when the exam has become a proctored one', async () => {
    const { examId, register } = await courseWith({ is_proctored: false, backend: 'one' });
    const learner = newLearner();
    const body = { exam_id: examId, start_clock: 'true' };
    const { exam_attempt_id: id } = (await api.call('POST', ATTEMPT, { as: learner, body })).body as {
      exam_attempt_id: number;
    };
    await register({ is_proctored: true });
    expect((await read(learner, id)).proctored_exam).toMatchObject({ is_proctored: false });
    const view = await api.callRoot('GET', `/api/proctoring/v1/exams/${examId}/view`, { as: learner });
    expect(view.body).toMatchObject({ view: null });
    await act(learner, id, 'submit');
    const after = await api.callRoot('GET', `/api/proctoring/v1/exams/${examId}/view`, { as: learner });
    expect(after.body).toMatchObject({ view: 'timed_exam/submitted' });
  });

  it('counts as lost by the window of its own vendor', async () => {
    const { examId, register } = await courseWith(PROCTORED);
    const { code } = await runningAttempt(examId, 'own-4');
    await register({ backend: 'two' });
    const { pool } = api.service;
    await pool.query(sql.unsafe`insert into heartbeat_intake (last_open_at) values (now() + interval '10 minutes')
      on conflict (only_row) do update set last_open_at = excluded.last_open_at`);
    const lostAt = async (backend: string) =>
      (await listLostHeartbeats(pool, { backend, windowSeconds: 60, now: Date.now() })).map((row) => row.attemptCode);
    expect(await lostAt('one')).toContain(code);
    expect(await lostAt('two')).not.toContain(code);
  });

  it('has the old vendor asked for the data of a learner who retires', async () => {
    const { examId, register } = await courseWith(PROCTORED);
    const { learner } = await runningAttempt(examId, 'own-5');
    await register({ backend: 'two' });
    vendor.otherwise({ body: true });
    const worker = { ...newLearner(), username: 'retirement_worker' };
    const told = await api.call('POST', `/v1/retire_backend_user/${learner.userId}/`, { as: worker });
    expect(told).toMatchObject({ status: 200, body: { one: true } });
  });

  it('gives no credit for onboarding at the new vendor, and the old one keeps its own', async () => {
    const { examId, register, course } = await courseWith({ ...PROCTORED, is_practice_exam: true });
    const { learner, id } = await runningAttempt(examId, 'own-6');
    await act(learner, id, 'submit');
    await review(one, 'own-6', 'passed');
    const status = async () =>
      (await api.call('GET', `/v1/user_onboarding/status?course_id=${encodeURIComponent(course)}`, { as: learner }))
        .body;
    expect(await status()).toMatchObject({ onboarding_status: 'verified' });
    await register({ backend: 'two' });
    expect(await status()).toMatchObject({ onboarding_status: null });
    await register({ backend: 'one' });
    expect(await status()).toMatchObject({ onboarding_status: 'verified' });
  });
});

describe('an exam that gets another vendor', () => {
  it('is new to that vendor, and keeps the id that its list names', async () => {
    const { register, externalIdOf } = await courseWith({ is_proctored: true, backend: 'one' });
    vendor.otherwise({ status: 500, body: 'not now' });
    await register({ backend: 'two' });
    expect(await externalIdOf()).toBeNull();
    vendor.otherwise({ body: { id: 'exam-of-two' } });
    await register({ backend: 'two' });
    await until(async () => (await externalIdOf()) === 'exam-of-two', 'the id of the new vendor');
  });
});

describe('a learner who declines in mid-exam', () => {
  it('is not watched any longer, and can still be removed at the vendor', async () => {
    const { examId } = await courseWith({ is_proctored: true, backend: 'one' });
    const { learner, id, code } = await runningAttempt(examId, 'declined-1');
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    vendor.take();
    await act(learner, id, 'decline');
    expect(await read(learner, id)).toMatchObject({ status: 'declined', external_id: null });
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    vendor.otherwise({ body: { status: 'deleted' } });
    expect(await api.call('DELETE', `${ATTEMPT}/${id}`, { as: PEOPLE.dora })).toMatchObject({ status: 200 });
    const told = calls().filter(({ path }) => path.includes('declined-1'));
    expect(told.map(({ method, body }) => [method, body && (JSON.parse(body) as unknown)])).toEqual([
      ['PATCH', { status: 'submitted' }],
      ['DELETE', ''],
    ]);
  });
});

describe('a vendor with one id for all attempts of a learner on an exam', () => {
  it('means the attempt that is not superseded', async () => {
    const { examId } = await courseWith({ is_proctored: true, backend: 'one' });
    const first = await runningAttempt(examId, 'session-1');
    const { learner } = first;
    await act(learner, first.id, 'error');
    const mark = { action: 'mark_ready_to_resume', user_id: learner.userId };
    await api.call('PUT', `${ATTEMPT}/${first.id}`, { as: PEOPLE.dora, body: mark });
    const second = await runningAttempt(examId, 'session-1', learner);
    await act(learner, second.id, 'submit');
    expect(await review(one, 'session-1', 'passed')).toMatchObject({ status: 200 });
    expect(await read(learner, second.id)).toMatchObject({ status: 'verified' });
    expect(await read(learner, first.id)).toMatchObject({ status: 'resumed' });
    vendor.take();
    vendor.otherwise({ body: { status: 'deleted' } });
    await api.call('DELETE', `${ATTEMPT}/${first.id}`, { as: PEOPLE.dora });
    expect(calls().filter(({ method }) => method === 'DELETE')).toEqual([]);
    await api.call('DELETE', `${ATTEMPT}/${second.id}`, { as: PEOPLE.dora });
    expect(calls().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it('is told apart from another vendor that has the same id', async () => {
    const here = await courseWith({ is_proctored: true, backend: 'one' });
    const there = await courseWith({ is_proctored: true, backend: 'two' });
    const mine = await runningAttempt(here.examId, 'shared-1');
    const other = await runningAttempt(there.examId, 'shared-1');
    for (const { learner, id } of [mine, other]) await act(learner, id, 'submit');
    expect(await review(two, 'shared-1', 'passed')).toMatchObject({ status: 200 });
    expect(await read(mine.learner, mine.id)).toMatchObject({ status: 'submitted' });
    expect(await read(other.learner, other.id)).toMatchObject({ status: 'verified' });
    const body = { status: 'passed', comments: [] };
    expect(await api.call('POST', `${ATTEMPT}/shared-1/reviewed`, { as: PEOPLE.dora, body })).toMatchObject({
      status: 409,
    });
  });
});
