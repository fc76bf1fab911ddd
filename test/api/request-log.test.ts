import { sql } from 'slonik';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

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

const auditRow = z.object({ request_id: z.string(), user_id: z.number(), action: z.string(), object: z.unknown() });
const audit = async () =>
  await api.deps.pool.any(sql.type(auditRow)`select request_id, user_id, action, object from audit_log order by id`);

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
        errorCode: 'validation_failed',
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
    expect(JSON.stringify(await audit())).not.toContain(SECRET);
  });
});

describe('the log of who read what', () => {
  it('names what staff read of others, by ids, and nothing that people read of themselves', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    const id = await startAttempt(api, learner, examId);
    const timeline = `/api/proctoring/v1/attempts/${id}/timeline`;
    const before = (await audit()).length;
    await api.callRoot('GET', timeline, { as: learner });
    await api.callRoot('GET', timeline, { as: newLearner() });
    await api.call('GET', '/v1/proctored_exam/active_exams_for_user', { as: learner, body: { user_id: 1 } });
    expect(await audit()).toHaveLength(before);

    const as = PEOPLE.carol;
    await api.callRoot('GET', timeline, { as, headers: { 'x-request-id': 'seen-1' } });
    await api.call('GET', `/v1/proctored_exam/attempt/grouped/course_id/${COURSE}`, { as });
    await api.call('GET', `/v1/proctored_exam/attempt/grouped/course_id/${COURSE}/search/${SECRET}`, { as });
    await api.call('GET', `/v1/proctored_exam/${COURSE}/allowance`, { as });
    await api.call('GET', `/v1/proctored_exam/${COURSE}/grouped/allowance`, { as });
    const written = (await audit()).slice(before);
    expect(written.map(({ action, object }) => [action, object])).toEqual([
      ['timeline.read', { course_id: COURSE, attempt_id: id }],
      ['attempts.list', { course_id: COURSE }],
      ['attempts.search', { course_id: COURSE }],
      ['allowances.list', { course_id: COURSE }],
      ['allowances.list', { course_id: COURSE }],
    ]);
    expect(written[0]?.request_id).toBe('seen-1');
    expect(new Set(written.map(({ user_id: user }) => `user:${user}`))).toEqual(
      new Set(
        requests()
          .slice(-5)
          .map(({ who }) => who),
      ),
    );
  });

  it('does not keep an answer from staff while it cannot be written', async () => {
    const none = z.object({});
    const path = `/v1/proctored_exam/${COURSE}/allowance`;
    await api.deps.pool.query(sql.type(none)`alter table audit_log rename to audit_log_away`);
    try {
      expect(await api.call('GET', path, { as: PEOPLE.carol })).toMatchObject({ status: 200 });
    } finally {
      await api.deps.pool.query(sql.type(none)`alter table audit_log_away rename to audit_log`);
    }
    expect(lines.filter((line) => line.includes('could not write a read to the audit log'))).toHaveLength(1);
  });
});

describe('the id of a request', () => {
  it('goes along with the change that it asks for, from the API by way of the workflow to the timeline', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    const create = { exam_id: examId, start_clock: true };
    const made = await api.call('POST', '/v1/proctored_exam/attempt', {
      as: learner,
      body: create,
      headers: { 'x-request-id': 'creation-1' },
    });
    const id = (made.body as { exam_attempt_id: number }).exam_attempt_id;
    const path = `/v1/proctored_exam/attempt/${id}`;
    const submit = { as: learner, body: { action: 'submit' }, headers: { 'x-request-id': 'submission-1' } };
    expect(await api.call('PUT', path, submit)).toMatchObject({ status: 200 });
    const timeline = `/api/proctoring/v1/attempts/${id}/timeline`;
    const body = { status: 'error', reason: 'Fire alarm' };
    const byStaff = await api.callRoot('POST', timeline.replace('timeline', 'status'), { as: PEOPLE.carol, body });
    expect(byStaff.status).toBe(200);
    const seen = await api.callRoot('GET', timeline, { as: PEOPLE.carol });
    const steps = (seen.body as { steps: { event: string; request_id: string | null }[] }).steps;
    expect(steps.map(({ event, request_id: request }) => [event, request])).toEqual([
      ['created', 'creation-1'],
      ['start', 'creation-1'],
      ['submit', 'submission-1'],
      ['set-status', byStaff.headers['x-request-id']],
    ]);
    const own = await api.callRoot('GET', timeline, { as: learner });
    expect((own.body as { steps: object[] }).steps[0]).not.toHaveProperty('request_id');
  });
});
