import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../support/two-vendors.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { examItem, newLearner, PEOPLE, type Api } from './harness.ts';

const ATTEMPT = '/v1/proctored_exam/attempt';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
let one: { authorization: string };
let examIds: number[];
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(vendorSettings));
  vendor.otherwise({ body: { id: 'exam-1' } });
  one = await signedInAs(api, 'one');
  const body = ['one', 'ssi'].map((backend) => examItem({ is_proctored: true, backend }));
  const path = '/v1/proctored_exam/exam_registration/course_id/course-v1:Types+Of+Content';
  const registered = await api.call('PATCH', path, { as: PEOPLE.lms, body });
  examIds = (registered.body as { exam_id: number }[]).map((exam) => exam.exam_id);
});
afterAll(() => close());

/** What senders call their JSON. */
const TYPES: Record<string, string | undefined> = {
  JSON: 'application/json',
  'JSON in another alphabet': 'application/json; charset=latin1',
  text: 'text/plain',
  'a form (as curl -d says)': 'application/x-www-form-urlencoded',
  'a multipart form': 'multipart/form-data; boundary=x',
  'a multipart form without a boundary': 'multipart/form-data',
  XML: 'application/xml',
  'no media type at all': 'json',
  nonsense: ';;',
  nothing: undefined,
};
const types = Object.entries(TYPES);

let count = 0;
/** An attempt of a new learner that the vendor knows by `externalId`. */
async function attemptAt(backend: 'one' | 'ssi', { start = true } = {}) {
  count += 1;
  const externalId = `typed-${count}`;
  const learner = newLearner();
  vendor.otherwise({ body: { id: externalId, ssiRecordLocator: externalId } });
  const wish = { exam_id: examIds[backend === 'one' ? 0 : 1], attempt_proctored: 'true', start_clock: String(start) };
  const created = await api.call('POST', ATTEMPT, { as: learner, body: wish });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const read = async () =>
    (await api.call('GET', `${ATTEMPT}/${id}`, { as: learner })).body as { status: string; attempt_code: string };
  if (start) await api.call('PUT', `${ATTEMPT}/${id}`, { as: learner, body: { action: 'submit' } });
  return { externalId, code: (await read()).attempt_code, statusNow: async () => (await read()).status };
}

const sent = (payload: string, type: string | undefined, headers: object = {}) => ({
  payload: Buffer.from(payload),
  headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
});

describe('a callback that says its body is', () => {
  it.each(types)('%s: an anonymous review is read as JSON', async (_, type) => {
    const { externalId, code, statusNow } = await attemptAt('ssi');
    const review = { examMetaData: { examCode: code, ssiRecordLocator: externalId }, reviewStatus: 'Clean' };
    const answer = await api.call('POST', '/proctoring_review_callback/', sent(JSON.stringify(review), type));
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
    expect(await statusNow()).toBe('verified');
    const broken = await api.call('POST', '/proctoring_review_callback/', sent('{broken', type));
    expect(broken).toMatchObject({ status: 400, headers: { 'x-error-code': 'malformed_json' } });
  });

  it.each(types)('%s: a review of a vendor with an account is read as JSON', async (_, type) => {
    const { externalId, statusNow } = await attemptAt('one');
    const comment = { comment: 'a=b&c', status: 'clean', start: 1, stop: 2, duration: 1 };
    const review = JSON.stringify({ status: 'passed', comments: [comment] });
    const answer = await api.call('POST', `${ATTEMPT}/${externalId}/reviewed`, sent(review, type, one));
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
    expect(await statusNow()).toBe('verified');
  });

  it.each(types)('%s: the word that the set-up is done counts, whatever it holds', async (_, type) => {
    const { externalId, statusNow } = await attemptAt('one', { start: false });
    const answer = await api.call('POST', `${ATTEMPT}/${externalId}/ready`, sent('{broken', type, one));
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
    expect(await statusNow()).toBe('ready_to_start');
  });

  it.each(types)('%s: the vendor’s browser opens the exam, whatever it sends', async (_, type) => {
    const { code, statusNow } = await attemptAt('ssi', { start: false });
    const path = `/proctoring_launch_callback/start_exam/${code}`;
    expect(await api.call('POST', path, sent('{broken', type))).toMatchObject({ status: 302 });
    expect(await statusNow()).toBe('ready_to_start');
  });
});

describe('a review that is a form indeed', () => {
  const multipart = '--x\r\ncontent-disposition: form-data; name="status"\r\n\r\npassed\r\n--x--\r\n';

  it.each([
    ['application/x-www-form-urlencoded', 'status=passed'],
    ['multipart/form-data; boundary=x', multipart],
  ])('is read as one: %s', async (type, payload) => {
    const { externalId, statusNow } = await attemptAt('one');
    const answer = await api.call('POST', `${ATTEMPT}/${externalId}/reviewed`, sent(payload, type, one));
    expect(answer).toMatchObject({ status: 200, body: 'OK' });
    expect(await statusNow()).toBe('verified');
  });
});

describe('a body that is too large', () => {
  it.each(types)('is refused, whatever it is called: %s', async (_, type) => {
    const payload = `{"a": "${'x'.repeat(2_000_000)}"}`;
    const answer = await api.call('POST', '/proctoring_review_callback/', sent(payload, type));
    expect(answer).toMatchObject({ status: 413 });
  });
});
