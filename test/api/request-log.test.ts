import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addExam, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

const SECRET = 'hush-hush';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const TIMELINE = '/api/proctoring/v1/attempts/:attempt_id(^\\d+$)/timeline';

let lines: string[] = [];
let api: Api;
beforeAll(async () => {
  api = await startApi({ skipTime: true, logTo: { write: (line: string) => void lines.push(line) } });
});
afterAll(() => api.close());
beforeEach(() => {
  lines = [];
});

const requests = () =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'request');

describe('the log of requests', () => {
  it('has one line per request: id, route, status, time, who by id, error code', async () => {
    const learner = newLearner();
    const path = `/api/proctoring/v1/attempts/987654321/timeline?name=${SECRET}`;
    const answer = await api.callRoot('GET', path, { as: learner, headers: { 'x-request-id': 'a.b_c-1' } });
    expect(answer.headers['x-request-id']).toBe('a.b_c-1');
    expect(requests()).toEqual([
      expect.objectContaining({
        requestId: 'a.b_c-1',
        method: 'GET',
        route: TIMELINE,
        status: 400,
        milliseconds: expect.any(Number),
        who: expect.stringMatching(/^user:\d+$/),
        errorCode: 'attempt_not_found',
      }),
    ]);
    expect(lines.join('')).not.toContain(SECRET);
  });

  it.each(['', 'a b', 'x'.repeat(65), 'ä', '{"a":1}'])('gives an id of its own in place of %j', async (given) => {
    const answer = await api.callRoot('GET', '/healthz', { headers: { 'x-request-id': given } });
    expect(answer.headers['x-request-id']).toMatch(UUID);
  });

  it('answers with an id whatever becomes of the request, and writes a line', async () => {
    const answers = [
      await api.callRoot('GET', `/nowhere/${SECRET}`),
      await api.callRoot('GET', `/%ff${SECRET}`),
      await api.callRoot('GET', '/api/proctoring/v1/attempts/1/timeline'),
      await api.callRoot('DELETE', '/healthz'),
      await api.callRoot('POST', '/oauth2/access_token', { payload: 'x'.repeat(100_000) }),
      await api.callRoot('OPTIONS', '/healthz'),
    ];
    for (const { headers } of answers) expect(headers['x-request-id']).toMatch(UUID);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 403, 405, 413, 200]);
    expect(requests().map(({ requestId }) => requestId)).toEqual(answers.map(({ headers }) => headers['x-request-id']));
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('holds nothing of what was sent', async () => {
    const learner = { ...newLearner(), email: `${SECRET}@example.org`, name: `Ada ${SECRET}` };
    const id = await startAttempt(api, learner, await addExam(api));
    const headers = { cookie: `session=${SECRET}`, referer: `https://x.org/${SECRET}`, 'user-agent': SECRET };
    for (const as of [learner, PEOPLE.carol, PEOPLE.dora])
      for (const [method, path, body] of [
        ['GET', `/v1/proctored_exam/attempt/grouped/course_id/${SECRET}/search/${SECRET}`, undefined],
        ['PUT', `/v1/proctored_exam/attempt/${id}`, { action: SECRET, detail: SECRET }],
        ['PUT', '/v1/proctored_exam/allowance', { exam_id: 1, user_info: SECRET, key: SECRET, value: SECRET }],
        ['POST', `/v1/proctored_exam/attempt/${SECRET}?name=${SECRET}`, { [SECRET]: SECRET }],
        ['POST', `/v1/proctored_exam/proctoring_review/${SECRET}`, { token: SECRET }],
      ] as const)
        await api.call(method, path, { as, headers, ...(body && { body }) });
    const broken = {
      ...headers,
      'content-type': 'application/json',
      authorization: `JWT ${SECRET}.${SECRET}.${SECRET}`,
    };
    await api.call('POST', '/v1/proctored_exam/attempt', { headers: broken, payload: `${SECRET}"{` });
    await api.call('POST', '/v1/proctored_exam/attempt', {
      as: learner,
      headers: { 'content-type': 'application/json' },
      payload: `${SECRET}"{`,
    });
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
  });
});
