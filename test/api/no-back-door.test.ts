import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE, startApi, WIRE, type Api } from './harness.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the service as it is delivered', () => {
  it.each(['reset', 'clock', 'users', 'config', 'review_policy', 'inspect'])(
    'has nothing at the test hook %s, not even for global staff',
    async (hook) => {
      const { status } = await api.callRoot('POST', `/__test__/${hook}`, { as: PEOPLE.dora, body: {} });
      expect(status).toBe(404);
    },
  );

  it('has nothing at the test hook effects', async () => {
    const { status } = await api.callRoot('GET', '/__test__/effects?clear=1', { as: PEOPLE.dora });
    expect(status).toBe(404);
  });

  it('signs nobody in by a test header', async () => {
    const headers = { 'x-test-user': 'root', 'x-test-staff': '1', 'x-test-course-staff': 'course-v1:A+B+C' };
    const answers = [
      await api.callRoot('GET', `${WIRE}/v1/proctored_exam/attempt`, { headers }),
      await api.callRoot('GET', `${WIRE}/v1/proctored_exam/course-v1:A+B+C/allowance`, { headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('makes nobody staff by a test header', async () => {
    const headers = { 'x-test-staff': '1', 'x-test-course-staff': 'course-v1:A+B+C' };
    const path = `${WIRE}/v1/proctored_exam/course-v1:A+B+C/allowance`;
    const { status } = await api.callRoot('GET', path, { as: PEOPLE.alice, headers });
    expect(status).toBe(403);
  });
});
