import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LMS_SECRET, startMockLms, type RunningMockLms } from '../support/mock-lms.ts';
import { PEOPLE, startApi, type Api } from './harness.ts';

const PATH = '/api/proctoring/v1/lms/test-event';

describe('a test event that global staff or the LMS ask for', () => {
  let lms: RunningMockLms;
  let api: Api;
  beforeAll(async () => {
    lms = await startMockLms();
    api = await startApi({ env: { LMS_WEBHOOK_URL: lms.webhookUrl, LMS_WEBHOOK_SECRET: LMS_SECRET } });
  });
  afterAll(async () => {
    await api.close();
    await lms.close();
  });

  it('is sent once under a key, and its outcome told without secrets', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = [];
    for (let each = 0; each < 2; each += 1)
      answers.push(await api.callRoot('POST', PATH, { as: PEOPLE.dora, headers }));
    const [first, second] = answers;
    expect(first).toMatchObject({
      status: 200,
      body: { type: 'org.durable-proctoring.test.v1', target: lms.url, taken: true, status: 204 },
    });
    expect(second).toMatchObject({ body: first?.body, headers: { 'idempotent-replay': 'true' } });
    expect(JSON.stringify(answers)).not.toContain(LMS_SECRET);
    const { deliveries } = await lms.received();
    expect(deliveries).toHaveLength(1);
    const id = z.object({ id: z.string() }).parse(first?.body).id;
    const { userId, username } = PEOPLE.dora;
    expect(deliveries).toMatchObject([{ event: { id, data: { requested_by: { id: userId, username } } }, repeats: 0 }]);
  });

  it('is an answer too if the receiver refuses it', async () => {
    await lms.fail({ mode: 'refuse', status: 401 });
    const answer = await api.callRoot('POST', PATH, { as: PEOPLE.lms });
    expect(answer).toMatchObject({ status: 200, body: { taken: false, status: 401 } });
    await lms.fail({});
  });

  it('is for nobody else, and not for ever', async () => {
    expect(await api.callRoot('POST', PATH, { as: PEOPLE.carol })).toMatchObject({ status: 403 });
    const before = (await lms.received()).tries.length;
    const statuses = [];
    for (let each = 0; each < 10; each += 1)
      statuses.push((await api.callRoot('POST', PATH, { as: PEOPLE.dora })).status);
    expect(statuses).toContain(429);
    expect((await lms.received()).tries.length - before).toBe(statuses.filter((status) => status === 200).length);
  });
});

it('without a webhook nothing is sent, which is said', async () => {
  const api = await startApi();
  try {
    const answer = await api.callRoot('POST', PATH, { as: PEOPLE.dora });
    expect(answer).toMatchObject({ status: 409, headers: { 'x-error-code': 'webhook_not_configured' } });
  } finally {
    await api.close();
  }
});
