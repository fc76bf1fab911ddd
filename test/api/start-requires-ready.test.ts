import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { restVendorSettings } from '../support/service.ts';
import { addExam, newLearner, PEOPLE, startApi, type Api } from './harness.ts';

// The back-end option `start_requires_ready`: the clock waits for the vendor's word.

let vendor: ScriptedVendor;
const apis: Api[] = [];

async function apiWith(options: Record<string, unknown>): Promise<Api> {
  const accounts = [{ client_id: 'v', client_secret: 'v-secret', username: 'v', groups: ['rest_review'] }];
  const api = await startApi({
    env: { ...restVendorSettings(vendor.url, options), OAUTH_CLIENTS: JSON.stringify(accounts) },
  });
  apis.push(api);
  return api;
}

beforeAll(async () => {
  vendor = await startScriptedVendor();
});
afterAll(async () => {
  for (const api of apis) await api.close();
  await vendor.close();
});

const ATTEMPT = '/v1/proctored_exam/attempt';
let count = 0;

/** A learner with an attempt on a proctored exam, the vendor's id of it, and what can be done with it. */
async function opened(api: Api, body: object = {}) {
  count += 1;
  const externalId = `set-up-${count}`;
  const as = newLearner();
  const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
  vendor.otherwise({ body: { id: externalId } });
  const created = await api.call('POST', ATTEMPT, {
    as,
    body: { exam_id: examId, attempt_proctored: 'true', ...body },
  });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const read = async () =>
    (await api.call('GET', `${ATTEMPT}/${id}`, { as })).body as { status: string; started_at: string | null };
  const act = (action: string) => api.call('PUT', `${ATTEMPT}/${id}`, { as, body: { action } });
  const ready = async () => {
    const account = { client_id: 'v', client_secret: 'v-secret' };
    const { body: token } = await api.callRoot('POST', '/oauth2/access_token', { body: account });
    const authorization = `JWT ${(token as { access_token: string }).access_token}`;
    return await api.call('POST', `${ATTEMPT}/${externalId}/ready`, { headers: { authorization } });
  };
  const confirmed = async () => {
    const timeline = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
    return (timeline.body as { set_up_confirmed: boolean | null }).set_up_confirmed;
  };
  return { created, read, act, ready, confirmed };
}

describe('with the option', () => {
  it('a start before the vendor’s word is refused and changes nothing; after it the clock starts', async () => {
    const { read, act, ready, confirmed } = await opened(await apiWith({ start_requires_ready: true }));
    const refused = { status: 400, headers: { 'x-error-code': 'set_up_not_confirmed' } };
    expect(await act('start')).toMatchObject(refused);
    expect(await read()).toMatchObject({ status: 'created', started_at: null });
    expect(await act('click_download_software')).toMatchObject({ status: 200 });
    expect(await act('start')).toMatchObject(refused);
    expect(await read()).toMatchObject({ status: 'download_software_clicked', started_at: null });
    expect(await ready()).toMatchObject({ status: 200 });
    expect(await act('start')).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ status: 'started' });
    expect(await confirmed()).toBe(true);
  });

  it('a creation with `start_clock` makes the attempt, and leaves the clock for later', async () => {
    const { created, read, act, ready } = await opened(await apiWith({ start_requires_ready: true }), {
      start_clock: 'true',
    });
    expect(created.status).toBe(200);
    expect(await read()).toMatchObject({ status: 'created', started_at: null });
    await ready();
    expect(await act('start')).toMatchObject({ status: 200 });
  });

  it('a learner who takes the exam openly, or a timed one, waits for nobody', async () => {
    const api = await apiWith({ start_requires_ready: true });
    const { read } = await opened(api, { attempt_proctored: 'false' });
    expect(await read()).toMatchObject({ status: 'declined' });
    const as = newLearner();
    const body = { exam_id: await addExam(api), start_clock: 'true' };
    const { body: made } = await api.call('POST', ATTEMPT, { as, body });
    const { exam_attempt_id: id } = made as { exam_attempt_id: number };
    expect((await api.call('GET', `${ATTEMPT}/${id}`, { as })).body).toMatchObject({ status: 'started' });
  });
});

describe('without the option', () => {
  it('the clock starts at once, as in the original, and the timeline says that nobody confirmed the set-up', async () => {
    const { read, act, confirmed } = await opened(await apiWith({}));
    expect(await act('start')).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ status: 'started' });
    expect(await confirmed()).toBe(false);
  });
});
