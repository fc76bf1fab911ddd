import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Urgency } from '../../api/pressure.ts';
import { addExam, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

const FRONT_END = 'https://learning.example.org';

let refused: Urgency[] = [];
let api: Api;
beforeAll(async () => {
  const pressure = { isTooHighFor: (urgency: Urgency) => refused.includes(urgency), close: () => undefined };
  api = await startApi({ env: { CORS_ORIGINS: FRONT_END }, pressure });
});
afterAll(() => api.close());

describe('an API with too much to do', () => {
  it('refuses early, says when to come back, and does nothing for the request', async () => {
    const examId = await addExam(api);
    refused = ['usual'];
    api.statements();
    const body = { exam_id: examId, start_clock: 'true' };
    const as = newLearner();
    const headers = { origin: FRONT_END };
    const answer = await api.call('POST', '/v1/proctored_exam/attempt', { as, body, headers });
    expect(answer).toMatchObject({ status: 503, headers: { 'x-error-code': 'overloaded' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(2);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(6);
    // Without it, a page of another host would not even see the status.
    expect(answer.headers['access-control-allow-origin']).toBe(FRONT_END);
    expect(api.statements()).toEqual([]);
    refused = [];
    expect(await api.call('POST', '/v1/proctored_exam/attempt', { as, body })).toMatchObject({ status: 200 });
  });

  it('answers polls, pings and hand-ins longer than anything else', async () => {
    const as = newLearner();
    const id = await startAttempt(api, as, await addExam(api));
    const path = `/v1/proctored_exam/attempt/${id}`;
    const poll = async () => (await api.call('GET', path, { as })).status;
    const act = async (action: string) => (await api.call('PUT', path, { as, body: { action } })).status;
    refused = ['usual'];
    expect([await poll(), await act('ping')]).toEqual([200, 200]);
    refused = ['usual', 'last'];
    expect([await poll(), await act('ping'), await act('submit')]).toEqual([503, 503, 503]);
    refused = ['usual'];
    expect(await act('submit')).toBe(200);
    refused = [];
  });

  it('always answers monitoring and preflights, and refuses unknown addresses like all others', async () => {
    refused = ['usual', 'last'];
    const asked = [
      await api.callRoot('GET', '/healthz'),
      await api.callRoot('GET', '/readyz'),
      await api.call('OPTIONS', '/v1/proctored_exam/attempt', { headers: { origin: FRONT_END } }),
      await api.callRoot('GET', '/nowhere', { as: PEOPLE.dora }),
    ];
    refused = [];
    expect(asked.map(({ status }) => status)).toEqual([200, 200, expect.any(Number), 503]);
    expect(asked[2]?.status).toBeLessThan(400);
  });
});
