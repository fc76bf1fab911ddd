import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { REST_OPTIONS, SOFTWARE_SECURE_OPTIONS } from '../support/vendor-examples.ts';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, type Api, type Method } from './harness.ts';

const CALLBACK_TOKEN = 'token-of-the-callback-address';
const ACCOUNT = { client_id: 'lab', client_secret: 'lab-secret', username: 'lab', groups: ['lab_rest_review'] };

let vendor: ScriptedVendor;
let api: Api;
let vendorHeaders: { authorization: string };
beforeAll(async () => {
  vendor = await startScriptedVendor();
  const backends = {
    DEFAULT: 'lab_rest',
    null: {},
    lab_rest: { type: 'rest', verbose_name: 'Lab', base_url: vendor.url, ...REST_OPTIONS },
    lab_ssi: {
      type: 'software_secure',
      verbose_name: 'Lab desktop',
      exam_register_endpoint: `${vendor.url}/register`,
      callback_token: CALLBACK_TOKEN,
      ...SOFTWARE_SECURE_OPTIONS,
    },
  };
  api = await startApi({
    env: { PROCTORING_BACKENDS: JSON.stringify(backends), OAUTH_CLIENTS: JSON.stringify([ACCOUNT]) },
  });
  const { body } = await api.callRoot('POST', '/oauth2/access_token', { body: ACCOUNT });
  vendorHeaders = { authorization: `JWT ${(body as { access_token: string }).access_token}` };
});
afterAll(async () => {
  await api.close();
  await vendor.close();
});

type Learner = ReturnType<typeof newLearner>;
interface Read {
  id: number;
  status: string;
  external_id: string | null;
  attempt_code: string;
}
const read = async (as: Learner, id: number) =>
  (await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as })).body as Read;

/** A proctored attempt that the vendor knows by `externalId`. */
async function proctoredAttempt(backend: 'lab_rest' | 'lab_ssi', externalId: string) {
  const learner = newLearner();
  const course = `course-v1:Vendor+${externalId}+1`;
  vendor.otherwise({ body: { id: externalId, ssiRecordLocator: externalId } });
  const registered = await api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
    as: PEOPLE.lms,
    body: [examItem({ is_proctored: true, backend })],
  });
  const [{ exam_id: examId }] = registered.body as [{ exam_id: number }];
  const body = { exam_id: examId, attempt_proctored: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
  expect(created).toMatchObject({ status: 200 });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  return { learner, examId, id, course };
}

const act = (as: Learner, id: number, action: string) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body: { action } });

describe('the ready callback', () => {
  it('is for the owner, the vendor and staff, not for any logged-in user', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'ready-1');
    const path = '/v1/proctored_exam/attempt/ready-1/ready';
    expect(await api.call('POST', path, { as: newLearner() })).toMatchObject({ status: 403 });
    expect(await read(learner, id)).toMatchObject({ status: 'created' });
    const ready = await api.call('POST', path, { headers: vendorHeaders, body: { status: 'ready' } });
    expect(ready).toMatchObject({ status: 200, body: 'OK' });
    expect(await read(learner, id)).toMatchObject({ status: 'ready_to_start' });
    expect(await api.call('POST', path, { as: learner })).toMatchObject({ status: 200, body: 'OK' });
    expect(await api.call('POST', '/v1/proctored_exam/attempt/none/ready', { as: learner })).toMatchObject({
      status: 404,
    });
  });
});

describe('a review', () => {
  const path = (externalId: string) => `/v1/proctored_exam/attempt/${externalId}/reviewed`;
  const review = (externalId: string, body: object) =>
    api.call('POST', path(externalId), { headers: vendorHeaders, body });
  const stored = (code: string) =>
    api.service.pool.one(sql.unsafe`
      select r.review_status, r.revision, r.reviewed_by,
        (select count(*)::int from review_comment c where c.review_id = r.id) as comments,
        (select count(*)::int from review_history h where h.attempt_code = r.attempt_code) as archived
      from review r where r.attempt_code = ${code}`);

  it('moves the attempt, and an identical repeat changes nothing', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'review-1');
    await act(learner, id, 'start');
    await act(learner, id, 'submit');
    const { attempt_code } = await read(learner, id);
    const comment = { comment: 'Looked away', status: 'suspicious', start: 1, stop: 2, duration: 1 };
    const suspicious = { status: 'suspicious', comments: [comment] };
    for (const time of ['first', 'repeated']) {
      expect(await review('review-1', suspicious), time).toMatchObject({ status: 200, body: 'OK' });
      expect(await read(learner, id)).toMatchObject({ status: 'second_review_required' });
      expect(await stored(attempt_code)).toEqual({
        review_status: 'Suspicious',
        revision: 1,
        reviewed_by: null,
        comments: 1,
        archived: 0,
      });
    }
    await review('review-1', { status: 'passed', comments: [] });
    expect(await read(learner, id)).toMatchObject({ status: 'verified' });
    expect(await stored(attempt_code)).toMatchObject({ review_status: 'Clean', revision: 2, comments: 0, archived: 1 });
  });

  it('is told of with its result when its attempt is deleted', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'review-deleted');
    await act(learner, id, 'submit');
    await review('review-deleted', { status: 'suspicious', comments: [] });
    const { attempt_code: code } = await read(learner, id);
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    api.service.lms.effects.length = 0;
    vendor.otherwise({ body: { status: 'deleted' } });
    const deleted = await api.call('DELETE', `/v1/proctored_exam/attempt/${id}`, { as: PEOPLE.dora });
    expect(deleted).toMatchObject({ status: 200 });
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    const told = api.service.lms.effects.find(
      (effect) => effect.kind === 'track' && effect.name.endsWith('review_received'),
    );
    expect(told).toMatchObject({ data: { review: { attemptCode: code, status: 'Suspicious' } } });
  });

  it('counts as decided by the person whom the vendor names, staff of the course or not', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'review-3');
    await act(learner, id, 'start');
    await act(learner, id, 'submit');
    const reviewer = newLearner();
    await api.call('GET', '/v1/proctored_exam/attempt', { as: reviewer });
    await review('review-3', { status: 'violation', comments: [], reviewed_by: reviewer.email });
    const { attempt_code, status } = await read(learner, id);
    expect(status).toBe('rejected');
    expect(await stored(attempt_code)).toMatchObject({ reviewed_by: reviewer.userId });
  });

  it('is for the vendor of the exam only, and says nothing to others', async () => {
    const { id, learner } = await proctoredAttempt('lab_rest', 'review-2');
    const body = { status: 'passed', comments: [] };
    expect(await api.call('POST', path('review-2'), { as: learner, body })).toMatchObject({ status: 403, body: '' });
    const teacher = { ...newLearner(), staffOf: [COURSE] };
    expect(await api.call('POST', path('review-2'), { as: teacher, body })).toMatchObject({ status: 403, body: '' });
    expect(await review('review-2', { status: 'splendid' })).toMatchObject({ status: 400 });
    expect(await review('review-2', {})).toMatchObject({ status: 400 });
    expect(await review('nobody', body)).toMatchObject({ status: 400 });
    expect(await read(learner, id)).toMatchObject({ status: 'created' });
  });
});

describe('a vendor without credentials', () => {
  const post = (body: object, token = CALLBACK_TOKEN) =>
    api.call('POST', `/proctoring_review_callback/?token=${token}`, {
      payload: JSON.stringify(body),
      headers: { 'content-type': 'text/plain' },
    });
  const report = (examCode: string, ssiRecordLocator: string) => ({
    reviewStatus: 'Clean',
    reviewed_by: PEOPLE.dora.email,
    examMetaData: { examCode, ssiRecordLocator },
    webCamComments: [],
    desktopComments: [],
  });

  it('is believed by code, locator and token; whatever is wrong is answered alike', async () => {
    const { learner, id } = await proctoredAttempt('lab_ssi', 'Locator-1');
    const { attempt_code: code, external_id } = await read(learner, id);
    expect(external_id).toBeNull();
    await act(learner, id, 'start');
    await act(learner, id, 'submit');
    const unmatched = { status: 400, headers: { 'x-error-code': 'review_unmatched' } };
    const wrong = [
      await post(report('NO-SUCH-CODE', 'Locator-1')),
      await post(report(code, 'Locator-2')),
      await post(report(code, 'Locator-1'), 'another-token-than-the-right-one'),
      await post({}),
      await post({ examMetaData: { examCode: code } }),
    ];
    for (const answer of wrong) expect(answer).toMatchObject(unmatched);
    expect(new Set(wrong.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await post(report(code, 'LOCATOR-1'))).toMatchObject({ status: 200, body: 'OK' });
    expect(await read(learner, id)).toMatchObject({ status: 'verified' });
    const reviewer = await api.service.pool.oneFirst(
      sql.unsafe`select reviewed_by from review where attempt_code = ${code}`,
    );
    expect(reviewer).toBeNull();
  });

  it('cannot review the attempts of a vendor that has credentials', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'other-kind');
    const { attempt_code: code } = await read(learner, id);
    expect(await post(report(code, 'other-kind'))).toMatchObject({ status: 400 });
  });

  it('brings the learner into the exam with a cookie of their own, and ends a running one', async () => {
    const { learner, id, course } = await proctoredAttempt('lab_ssi', 'Launch-1');
    const { attempt_code: code } = await read(learner, id);
    const launch = (method: Method) => api.call(method, `/proctoring_launch_callback/start_exam/${code}`);
    const first = await launch('GET');
    expect(first).toMatchObject({
      status: 302,
      headers: { location: expect.stringContaining(`/courses/${course}/jump_to/`) },
    });
    expect(String(first.headers['set-cookie'])).toMatch(new RegExp(`^exam=${code}\\..*HttpOnly`));
    expect(await read(learner, id)).toMatchObject({ status: 'ready_to_start' });
    await act(learner, id, 'start');
    expect(await launch('POST')).toMatchObject({ status: 302 });
    expect(await read(learner, id)).toMatchObject({ status: 'submitted' });
    const path = `/proctoring_launch_callback/start_exam/${code.toLowerCase()}`;
    expect(await api.call('GET', path)).toMatchObject({
      status: 404,
      headers: { 'content-type': expect.stringContaining('text/html') },
    });
  });
});

describe('a reset of all attempts', () => {
  it('is told to the vendor attempt by attempt, the oldest first', async () => {
    const { learner, id, examId } = await proctoredAttempt('lab_rest', 'reset-1');
    await act(learner, id, 'start');
    await act(learner, id, 'error');
    const body = { action: 'mark_ready_to_resume', user_id: learner.userId };
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: PEOPLE.dora, body });
    vendor.otherwise({ body: { id: 'reset-2' } });
    const request = { exam_id: examId, attempt_proctored: 'true' };
    await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: request });
    vendor.otherwise({ body: { status: 'deleted' } });
    vendor.take();
    const path = `/v1/proctored_exam/exam_id/${examId}/user_id/${learner.userId}/reset_attempts`;
    expect(await api.call('DELETE', path, { as: PEOPLE.dora })).toMatchObject({ status: 200 });
    const removed = vendor.take().filter(({ method }) => method === 'DELETE');
    expect(removed.map(({ path: told }) => told.split('/').at(-2))).toEqual(['reset-1', 'reset-2']);
  });
});

describe('retirement', () => {
  it('blanks what is personal, and is for the retirement service only', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'retire-1');
    const { attempt_code: code } = await read(learner, id);
    const comment = { comment: 'Alice was there', status: 'suspicious', start: 1, stop: 2, duration: 1 };
    const body = { status: 'suspicious', comments: [comment] };
    await api.call('POST', '/v1/proctored_exam/attempt/retire-1/reviewed', { headers: vendorHeaders, body });
    const examId = await addExam(api);
    const setting = {
      exam_id: examId,
      user_info: learner.username,
      key: 'review_policy_exception',
      value: 'His words',
    };
    await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, body: setting });
    const path = `/v1/retire_user/${learner.userId}/`;
    expect(await api.call('POST', path, { as: PEOPLE.dora })).toMatchObject({ status: 403, body: '' });
    const worker = { ...newLearner(), username: 'retirement_worker' };
    for (const time of ['first', 'repeated'])
      expect(await api.call('POST', path, { as: worker }), time).toMatchObject({ status: 204, body: '' });
    const left = await api.service.pool.one(sql.unsafe`
      select (select raw_data from review where attempt_code = ${code}) as review,
        (select string_agg(c.comment || c.status, '') from review_comment c
          join review r on r.id = c.review_id where r.attempt_code = ${code}) as comments,
        (select string_agg(value, '') from allowance where user_id = ${learner.userId}) as allowances,
        (select string_agg(row_data->>'value', '') from allowance_history
          where (row_data->>'user_id')::bigint = ${learner.userId}) as old_allowances`);
    expect(left).toEqual({ review: '', comments: '', allowances: '', old_allowances: '' });
    vendor.otherwise({ body: true });
    const told = await api.call('POST', `/v1/retire_backend_user/${learner.userId}/`, { as: worker });
    expect(told).toMatchObject({ status: 200, body: { lab_rest: true } });
    vendor.otherwise({ status: 500, body: 'oops' });
    const failed = await api.call('POST', `/v1/retire_backend_user/${learner.userId}/`, { as: worker });
    expect(failed).toMatchObject({ status: 500, body: { lab_rest: false } });
    vendor.otherwise({ body: {} });
  });
});

describe('an outage of the vendor', () => {
  it('keeps staff from deleting an attempt, with 502 and nothing removed', async () => {
    const { learner, id } = await proctoredAttempt('lab_rest', 'delete-1');
    await until(async () => (await read(learner, id)).status === 'created', 'the attempt is there');
    vendor.otherwise({ status: 503, body: 'down' });
    const path = `/v1/proctored_exam/attempt/${id}`;
    expect(await api.call('DELETE', path, { as: PEOPLE.dora })).toMatchObject({
      status: 502,
      headers: { 'x-error-code': 'vendor_failed' },
    });
    expect(await read(learner, id)).toMatchObject({ id, status: 'created' });
    vendor.otherwise({ body: { status: 'deleted' } });
    expect(await api.call('DELETE', path, { as: PEOPLE.dora })).toMatchObject({ status: 200, body: '' });
    expect(await api.call('GET', path, { as: learner })).toMatchObject({ status: 400 });
  });
});
