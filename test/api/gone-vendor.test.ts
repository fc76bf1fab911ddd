import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../support/two-vendors.ts';
import { examItem, newLearner, PEOPLE, startApi, type Api } from './harness.ts';

const ATTEMPT = '/v1/proctored_exam/attempt';
const COURSE = 'course-v1:Gone+Vendor+2030';

type Learner = ReturnType<typeof newLearner>;

let vendor: ScriptedVendor;
let api: Api;
let two: { authorization: string };
const items = ['two', 'ssi'].map((backend) => examItem({ content_id: `b-${backend}`, is_proctored: true, backend }));
let examIds: number[];

const register = (list: object[]) =>
  api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${COURSE}`, { as: PEOPLE.lms, body: list });

/** A running attempt at the back-end, which knows it by `externalId`. */
async function running(backend: 'two' | 'ssi', externalId: string) {
  const learner = newLearner();
  vendor.otherwise({ body: { id: externalId, ssiRecordLocator: externalId } });
  const body = { exam_id: examIds[backend === 'two' ? 0 : 1], attempt_proctored: 'true', start_clock: 'true' };
  const created = await api.call('POST', ATTEMPT, { as: learner, body });
  expect(created).toMatchObject({ status: 200 });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const read = await api.call('GET', `${ATTEMPT}/${id}`, { as: learner });
  const { attempt_code: code } = read.body as { attempt_code: string };
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  return { learner, id, code };
}

let attempts: Awaited<ReturnType<typeof running>>[];

beforeAll(async () => {
  vendor = await startScriptedVendor();
  vendor.otherwise({ body: { id: 'exam-of-two' } });
  api = await startApi({ env: vendorSettings(vendor) });
  examIds = ((await register(items)).body as { exam_id: number }[]).map((exam) => exam.exam_id);
  attempts = [];
  for (const name of ['deleted', 'declined', 'reviewed', 'suspected', 'erred']) {
    attempts.push(await running('two', `two-${name}`));
  }
  attempts.push(await running('ssi', 'Locator-of-ssi'));
  const env = {
    ...vendorSettings(vendor, { without: ['two', 'ssi'] }),
    DATABASE_URL: api.service.config.databaseUrl,
    TEMPORAL_TASK_QUEUE: api.service.config.temporal.taskQueue,
  };
  await api.close();
  api = await startApi({ env });
  two = await signedInAs(api, 'two');
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

const at = (index: number) => {
  const attempt = attempts[index];
  if (!attempt) throw new Error(`there is no attempt ${index}`);
  return attempt;
};
const statusOf = async (as: Learner, id: number) =>
  ((await api.call('GET', `${ATTEMPT}/${id}`, { as })).body as { status: string }).status;
const act = (as: Learner, id: number, action: string) => api.call('PUT', `${ATTEMPT}/${id}`, { as, body: { action } });

describe('a back-end that was removed from the settings', () => {
  it('keeps nobody from deleting an attempt', async () => {
    const { learner, id } = at(0);
    expect(await api.call('DELETE', `${ATTEMPT}/${id}`, { as: PEOPLE.dora })).toMatchObject({ status: 200 });
    expect(await api.call('GET', `${ATTEMPT}/${id}`, { as: learner })).toMatchObject({ status: 400 });
  });

  it('keeps nobody from declining, with an attempt and without one; what it cannot be told is on record', async () => {
    const { learner, id, code } = at(1);
    expect(await act(learner, id, 'decline')).toMatchObject({ status: 200 });
    expect(await statusOf(learner, id)).toBe('declined');
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    const { body } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
    expect(JSON.stringify(body)).toContain('BackendNotConfiguredError');
    const newcomer = newLearner();
    const wish = { exam_id: examIds[0], attempt_proctored: 'false' };
    const created = await api.call('POST', ATTEMPT, { as: newcomer, body: wish });
    expect(created).toMatchObject({ status: 200 });
    expect(await statusOf(newcomer, (created.body as { exam_attempt_id: number }).exam_attempt_id)).toBe('declined');
    const proctored = { ...wish, attempt_proctored: 'true' };
    expect(await api.call('POST', ATTEMPT, { as: newLearner(), body: proctored })).toMatchObject({ status: 400 });
  });

  it('has its reviews kept when they come late; only a clean one passes without a person', async () => {
    for (const [index, external, status, result] of [
      [2, 'two-reviewed', 'passed', 'verified'],
      [3, 'two-suspected', 'violation', 'second_review_required'],
    ] as const) {
      const { learner, id } = at(index);
      await act(learner, id, 'submit');
      const body = { status, comments: [] };
      const answer = await api.call('POST', `${ATTEMPT}/${external}/reviewed`, { headers: two, body });
      expect(answer, external).toMatchObject({ status: 200, body: 'OK' });
      expect(await statusOf(learner, id), external).toBe(result);
    }
  });

  it('has its anonymous reviews believed by code and locator only', async () => {
    const { learner, id, code } = at(5);
    await act(learner, id, 'submit');
    const post = (examCode: string, ssiRecordLocator: string) =>
      api.call('POST', '/proctoring_review_callback/', {
        body: { examMetaData: { examCode, ssiRecordLocator }, reviewStatus: 'Clean' },
      });
    expect(await post(code, 'another')).toMatchObject({ status: 400 });
    expect(await post(at(4).code, 'two-erred')).toMatchObject({ status: 400 });
    expect(await post(code, 'Locator-of-ssi')).toMatchObject({ status: 200 });
    expect(await statusOf(learner, id)).toBe('verified');
    const { body } = await api.call('GET', `${ATTEMPT}/${id}`, { as: learner });
    expect(body).toMatchObject({ external_id: null, proctored_exam: { backend: 'ssi', is_proctored: true } });
  });

  it('keeps nobody from an error, a resume and a new status by hand', async () => {
    const { learner, id } = at(4);
    expect(await act(learner, id, 'error')).toMatchObject({ status: 200 });
    const path = `/api/proctoring/v1/attempts/${id}/status`;
    const change = { status: 'verified', reason: 'seen by a person' };
    expect(await api.callRoot('POST', path, { as: PEOPLE.dora, body: change })).toMatchObject({ status: 200 });
    expect(await statusOf(learner, id)).toBe('verified');
  });

  it('keeps no course from being published, while no exam can come to it', async () => {
    const renamed = items.map((item) => ({ ...item, exam_name: 'Renamed' }));
    expect(await register(renamed)).toMatchObject({ status: 200 });
    const update = { exam_id: examIds[0], exam_name: 'Again', time_limit_mins: 45 };
    const saved = await api.call('PUT', '/v1/proctored_exam/exam', { as: PEOPLE.lms, body: update });
    expect(saved).toMatchObject({ status: 200 });
    const another = examItem({ content_id: 'b-new', is_proctored: true, backend: 'two' });
    expect(await register([...renamed, another])).toMatchObject({ status: 400 });
    expect(await register([{ ...renamed[0], is_proctored: false }])).toMatchObject({ status: 200 });
  });
});
