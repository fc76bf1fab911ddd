import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { addExam, examItem, newLearner, PEOPLE, type Api } from './harness.ts';
import { startOnboardingLab } from './onboarding-lab.ts';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startOnboardingLab());
});
beforeEach(() => {
  vendor.otherwise({ body: { id: 'onboarding-1', status: 'deleted' } });
  vendor.take();
});
afterAll(() => close());

const COURSE = 'course-v1:Onboarding+Reset+1';
const exam = examItem({ is_proctored: true, is_practice_exam: true, backend: 'lab' });

/** The whole list of the course: one onboarding exam, due then. */
async function register(due: Date): Promise<number> {
  const body = [{ ...exam, due_date: due.toISOString() }];
  const path = `/v1/proctored_exam/exam_registration/course_id/${COURSE}`;
  const answer = await api.call('PATCH', path, { as: PEOPLE.lms, body });
  return (answer.body as [{ exam_id: number }])[0].exam_id;
}

/** Everything that is on record about an attempt. */
const record = async (id: number) =>
  await api.service.pool.one(sql.type(z.object({ row: z.unknown(), changes: z.number(), effects: z.number() }))`
    select to_jsonb(a) as row, (select count(*)::int from attempt_transition where attempt_id = a.id) as changes,
      (select count(*)::int from attempt_effect where attempt_id = a.id) as effects
    from attempt a where a.id = ${id}`);

it('of a past-due onboarding exam is refused, and the old attempt stays as it is (differences §1.8)', async () => {
  const hour = 3_600_000;
  const examId = await register(new Date(Date.now() + hour));
  const learner = newLearner();
  const request = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: request });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const act = (action: string) =>
    api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action } });
  await act('submit');
  await api.call('POST', '/v1/proctored_exam/attempt/onboarding-1/reviewed', {
    as: PEOPLE.dora,
    body: { status: 'violation', comments: [] },
  });
  const { body } = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
  const { attempt_code: code, status } = body as { attempt_code: string; status: string };
  expect(status).toBe('rejected');
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  await register(new Date(Date.now() - hour));

  const before = await record(id);
  vendor.take();
  expect(await act('reset_attempt')).toMatchObject({
    status: 400,
    headers: { 'x-error-code': 'exam_past_due_proctored' },
  });
  expect(await record(id)).toEqual(before);
  expect(vendor.take()).toEqual([]);
  expect((await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner })).body).toMatchObject({ status });
});

describe('of an attempt that was handed in', () => {
  const UNAVAILABLE = { status: 503, headers: { 'retry-after': expect.any(String) } };
  const idOf = ({ body }: { body: unknown }) => (body as { exam_attempt_id: number }).exam_attempt_id;

  /** A learner of an onboarding exam, with what their page asks. */
  async function begin() {
    const [examId, as] = [
      await addExam(api, { is_proctored: true, is_practice_exam: true, backend: 'lab' }),
      newLearner(),
    ];
    const path = (id: number) => `/v1/proctored_exam/attempt/${id}`;
    const create = () =>
      api.call('POST', '/v1/proctored_exam/attempt', { as, body: { exam_id: examId, attempt_proctored: 'true' } });
    const act = (id: number, action: string, headers: Record<string, string> = {}) =>
      api.call('PUT', path(id), { as, body: { action }, headers });
    const read = async (id: number) =>
      (await api.call('GET', path(id), { as })).body as { status: string; attempt_code: string };
    const count = () =>
      api.service.pool.oneFirst(sql.type(z.object({ count: z.number() }))`
        select count(*)::int as count from attempt where exam_id = ${examId} and user_id = ${as.userId}`);
    return { as, create, act, read, count };
  }

  async function handIn() {
    const page = await begin();
    const id = idOf(await page.create());
    await page.act(id, 'submit');
    const { attempt_code: code } = await page.read(id);
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    vendor.take();
    return { ...page, id, code };
  }

  it.each([
    ['under one Idempotency-Key', { 'idempotency-key': 'again' }],
    ['without a key', {}],
  ])('is tried again %s until its vendor has the new one; the old one stays that long', async (_, headers) => {
    const { id, code, act, read, count } = await handIn();
    vendor.otherwise({ status: 503, body: {} });
    expect(await act(id, 'reset_attempt', headers)).toMatchObject(UNAVAILABLE);
    expect(await read(id)).toMatchObject({ status: 'submitted' });
    expect(await act(id, 'reset_attempt', headers)).toMatchObject(UNAVAILABLE);
    vendor.otherwise({ body: { id: 'onboarding-2', status: 'deleted' } });
    vendor.take();
    const made = await act(id, 'reset_attempt', headers);
    expect(made).toMatchObject({ status: 200 });
    expect(await read(idOf(made))).toMatchObject({ status: 'created' });
    expect(await act(id, 'reset_attempt', headers)).toMatchObject({ status: 200, body: made.body });
    expect(await count()).toBe(2);
    await until(() => areEffectsFinished(api.service, code), 'the removal at the vendor');
    expect(vendor.take().map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('is answered with the attempt that it made, by whichever id and however late it is repeated', async () => {
    const { id, act, count } = await handIn();
    const second = idOf(await act(id, 'reset_attempt'));
    await act(second, 'error');
    const third = idOf(await act(second, 'reset_attempt'));
    for (const replaced of [id, second]) expect(idOf(await act(replaced, 'reset_attempt'))).toBe(third);
    await act(third, 'submit');
    for (const replaced of [id, second]) expect(idOf(await act(replaced, 'reset_attempt'))).toBe(third);
    expect(await count()).toBe(3);
  });

  it('is completed by its repeat when only the old attempt has heard of it', async () => {
    const { id, code, act, count } = await handIn();
    await api.service.attempts.tell(code, 'reset', { actor: { kind: 'learner' } });
    const made = await act(id, 'reset_attempt');
    expect(made).toMatchObject({ status: 200 });
    expect(await act(id, 'reset_attempt')).toMatchObject({ status: 200, body: made.body });
    expect(await count()).toBe(2);
  });

  it('makes one new attempt, however often it is sent at once', async () => {
    const { id, act, count } = await handIn();
    const answers = await Promise.all([1, 2, 3].map(() => act(id, 'reset_attempt')));
    const taken = answers.filter(({ status }) => status === 200).map(idOf);
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    expect(new Set([...taken, idOf(await act(id, 'reset_attempt'))]).size).toBe(1);
    expect(await count()).toBe(2);
  });

  it('is refused once staff have removed the attempt, and to everybody else', async () => {
    const { id, act } = await handIn();
    const path = `/v1/proctored_exam/attempt/${id}`;
    await api.call('DELETE', path, { as: PEOPLE.dora });
    expect(await act(id, 'reset_attempt')).toMatchObject({ headers: { 'x-error-code': 'attempt_not_found' } });
    const other = await handIn();
    await other.act(other.id, 'reset_attempt');
    const foreign: Person = newLearner();
    const body = { action: 'reset_attempt' };
    const asForeign = await api.call('PUT', `/v1/proctored_exam/attempt/${other.id}`, { as: foreign, body });
    expect(asForeign).toMatchObject({ status: 403 });
    expect(await other.act(other.id, 'submit')).toMatchObject({ headers: { 'x-error-code': 'attempt_not_found' } });
  });
});
