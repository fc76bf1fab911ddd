import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { freePort } from '../../dev/ports.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, WIRE, type Api } from './harness.ts';

const FRONT_END = 'https://learning.example.org';

let api: Api;
beforeAll(async () => {
  api = await startApi({ env: { CORS_ORIGINS: FRONT_END } });
});
afterAll(() => api.close());

function multipart(fields: Record<string, string>) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--line\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    payload: `${parts.join('')}--line--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=line' },
  };
}

describe('bodies', () => {
  it('mean the same as JSON, as a form and as multipart', async () => {
    const fields = { exam_id: String(await addExam(api)), start_clock: 'True', unknown: 'ignored' };
    const create = (body: object) => api.call('POST', '/v1/proctored_exam/attempt', { as: newLearner(), ...body });
    for (const body of [{ body: fields }, { form: fields }, multipart(fields)]) {
      expect(await create(body)).toMatchObject({ status: 200, body: { exam_attempt_id: expect.any(Number) } });
    }
  });

  it('are read from DELETE and from GET with JSON', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    await startAttempt(api, learner, examId);
    const setting = { exam_id: examId, user_info: learner.username, key: 'additional_time_granted', value: '5' };
    expect(await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, body: setting })).toMatchObject({
      status: 200,
      body: '',
    });
    const active = await api.call('GET', '/v1/proctored_exam/active_exams_for_user', {
      as: PEOPLE.dora,
      body: { user_id: learner.userId, course_id: COURSE },
    });
    expect(active.body).toMatchObject([
      { exam: { id: examId }, attempt: { status: 'started' }, allowances: [{ value: '5' }] },
    ]);
    const form = { exam_id: String(examId), user_id: String(learner.userId), key: 'additional_time_granted' };
    const removed = await api.call('DELETE', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, form });
    expect(removed).toMatchObject({ status: 200, body: '' });
    expect(removed.headers['content-type']).toBeUndefined();
    const left = await api.call('GET', `/v1/proctored_exam/${COURSE}/grouped/allowance`, { as: PEOPLE.dora });
    expect(left.body).toEqual({});
  });

  it.each([{ user_id: '' }, { user_id: 0 }, { user_id: null }, { detail: '' }, { detail: null }])(
    'may hold nothing in a field that may be left out: %j',
    async (field) => {
      const as = newLearner();
      const id = await startAttempt(api, as, await addExam(api));
      for (const action of ['error', 'stop', 'submit']) {
        const body = { action, ...field };
        expect(await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body })).toMatchObject({ status: 200 });
      }
    },
  );

  it('that cannot be read are refused with what is wrong', async () => {
    const as = newLearner();
    const send = (payload: string, type: string) =>
      api.call('POST', '/v1/proctored_exam/attempt', { as, payload, headers: { 'content-type': type } });
    expect(await send('{broken', 'application/json')).toMatchObject({
      status: 400,
      headers: { 'x-error-code': 'malformed_json' },
    });
    expect(await send('exam_id=1', 'text/plain')).toMatchObject({ status: 415 });
    expect(await send(JSON.stringify({ exam_id: 'abc' }), 'application/json')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('exam_id') },
    });
    expect(await send(JSON.stringify({ text: 'x'.repeat(2 ** 20) }), 'application/json')).toMatchObject({
      status: 413,
    });
  });

  it('of a multipart form that is broken are refused with what is wrong', async () => {
    const as = newLearner();
    const send = (payload: string, type: string) =>
      api.call('POST', '/v1/proctored_exam/attempt', { as, payload, headers: { 'content-type': type } });
    const broken = { status: 400, headers: { 'x-error-code': 'body_malformed' } };
    const { payload, headers } = multipart({ exam_id: '1' });
    expect(await send(payload, 'multipart/form-data')).toMatchObject(broken);
    expect(await send(payload.slice(0, -10), headers['content-type'])).toMatchObject(broken);
    expect(await send('nothing of the kind', headers['content-type'])).toMatchObject(broken);
  });

  it('and addresses that give a field several times mean the last one', async () => {
    const as = newLearner();
    const examId = await addExam(api);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = `exam_id=0&exam_id=${examId}&start_clock=true`;
    const created = await api.call('POST', '/v1/proctored_exam/attempt', { as, payload, headers });
    expect(created).toMatchObject({ status: 200 });
    const view = await api.call('GET', `/v1/proctored_exam/attempt/course_id/${COURSE}?content_id=a&content_id=b`, {
      as,
    });
    expect(view).toMatchObject({ status: 200, body: { exam: {} } });
  });

  it('of callers who may not do this are not looked at', async () => {
    const as = newLearner();
    const headers = { 'content-type': 'application/json' };
    for (const [method, path] of [
      ['POST', '/v1/proctored_exam/exam'],
      ['PUT', '/v1/proctored_exam/exam'],
      ['PATCH', `/v1/proctored_exam/exam_registration/course_id/${COURSE}`],
    ] as const) {
      expect(await api.call(method, path, { as, payload: '{broken', headers })).toMatchObject({
        status: 403,
        headers: { 'x-error-code': 'staff_only' },
      });
    }
  });

  it('that are broken remove nothing', async () => {
    const as = newLearner();
    const examId = await addExam(api);
    const id = await startAttempt(api, as, examId);
    const broken = { as: PEOPLE.dora, payload: '{broken', headers: { 'content-type': 'application/json' } };
    const addresses = [
      `/v1/proctored_exam/exam_id/${examId}/user_id/${as.userId}/reset_attempts`,
      `/v1/proctored_exam/attempt/${id}`,
    ];
    for (const address of addresses) {
      expect(await api.call('DELETE', address, broken)).toMatchObject({
        status: 400,
        headers: { 'x-error-code': 'malformed_json' },
      });
    }
    expect(await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as })).toMatchObject({ status: 200 });
    const form = { as: PEOPLE.dora, form: { course_id: COURSE } };
    expect(await api.call('DELETE', `/v1/proctored_exam/attempt/${id}`, form)).toMatchObject({ status: 200 });
  });

  it('of anonymous callers are not looked at', async () => {
    const payload = '{broken';
    const headers = { 'content-type': 'application/json' };
    expect(await api.call('POST', '/v1/proctored_exam/attempt', { payload, headers })).toMatchObject({ status: 403 });
  });
});

describe('errors', () => {
  it('tell unknown addresses from wrong methods', async () => {
    const as = newLearner();
    expect(await api.call('GET', '/v1/nothing', { as })).toMatchObject({
      status: 404,
      body: { detail: expect.any(String) },
    });
    expect(await api.call('GET', '/v1/proctored_exam/attempt/', { as })).toMatchObject({ status: 404 });
    expect(await api.call('GET', '/v1/proctored_exam/attempt/xyz', { as })).toMatchObject({ status: 404 });
    expect(await api.call('PATCH', '/v1/proctored_exam/attempt', { as })).toMatchObject({
      status: 405,
      body: { detail: 'Method "PATCH" not allowed.' },
      headers: { allow: 'GET, HEAD, POST, OPTIONS' },
    });
    expect(await api.call('PATCH', '/v1/proctored_exam/attempt')).toMatchObject({ status: 403 });
    expect(await api.call('OPTIONS', '/v1/proctored_exam/attempt', { as })).toMatchObject({
      status: 200,
      headers: { allow: 'GET, HEAD, POST, OPTIONS' },
    });
    expect(await api.call('HEAD', '/v1/proctored_exam/attempt', { as })).toMatchObject({ status: 200, body: '' });
  });

  it("do not come to a browser that asks what a front end's page may send", async () => {
    const headers = { origin: FRONT_END, 'access-control-request-method': 'PUT' };
    expect(await api.call('OPTIONS', '/v1/proctored_exam/attempt/7', { headers })).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': FRONT_END,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': expect.stringContaining('PUT'),
        allow: 'GET, HEAD, PUT, DELETE, OPTIONS',
      },
    });
  });

  it('are redirects with the whole query where only a slash is missing', async () => {
    const as = newLearner();
    for (const page of ['settings', 'review_policy']) {
      const path = `/v1/proctored_exam/${page}/exam_id/7`;
      const answer = await api.call('GET', `${path}?course=a%2Bb`, { as });
      expect(answer).toMatchObject({ status: 301, headers: { location: `${WIRE}${path}/?course=a%2Bb` } });
    }
  });

  it('of an exam that is no object stand beside no field', async () => {
    const answer = await api.call('POST', '/v1/proctored_exam/exam', { as: PEOPLE.lms, body: [] });
    expect(answer).toMatchObject({ status: 400, body: { non_field_errors: [expect.any(String)] } });
  });

  it("keep somebody else's attempt closed, for staff too", async () => {
    const id = await startAttempt(api, newLearner(), await addExam(api));
    const path = `/v1/proctored_exam/attempt/${id}`;
    const stop = { body: { action: 'stop' } };
    for (const as of [newLearner(), PEOPLE.dora]) {
      expect(await api.call('GET', path, { as })).toMatchObject({ status: 403 });
      expect(await api.call('PUT', path, { as, ...stop })).toMatchObject({ status: 403 });
    }
    const unknown = '/v1/proctored_exam/attempt/987654321';
    expect(await api.call('GET', unknown, { as: newLearner() })).toMatchObject({ status: 400 });
    expect(await api.call('DELETE', unknown, { as: newLearner() })).toMatchObject({ status: 400 });
  });

  it('say 400 for actions that there are not, and values that no table holds', async () => {
    const learner = newLearner();
    const path = `/v1/proctored_exam/attempt/${await startAttempt(api, learner, await addExam(api))}`;
    expect(await api.call('PUT', path, { as: learner, body: { action: 'fly' } })).toMatchObject({ status: 400 });
    expect(await api.call('PUT', path, { as: learner, body: { action: 'mark_ready_to_resume' } })).toMatchObject({
      status: 403,
    });
    const strange = { exam_id: 1, user_info: 'nobody\u0000', key: 'review_policy_exception', value: 'x' };
    const setting = await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, body: strange });
    expect(setting).toMatchObject({ status: 400 });
    const huge = `/v1/proctored_exam/attempt/${'9'.repeat(40)}`;
    const unknown = { status: 400, headers: { 'x-error-code': 'attempt_not_found' } };
    expect(await api.call('GET', huge, { as: learner })).toMatchObject(unknown);
  });
});

describe('what crashes the original (differences §7.1)', () => {
  const ALLOWANCE = { user_info: PEOPLE.dora.username, key: 'additional_time_granted', value: '5' };

  it.each([true, false])('is understood when it is the JSON boolean %s', async (startsClock) => {
    const learner = newLearner();
    const body = { exam_id: await addExam(api), start_clock: startsClock, attempt_proctored: false };
    const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
    expect(created).toMatchObject({ status: 200 });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    const status = startsClock ? 'started' : 'created';
    const read = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
    expect(read).toMatchObject({ status: 200, body: { status } });
  });

  it.each([
    ['no action', 'PUT', '/attempt/ATTEMPT', {}, 400, 'validation_failed'],
    ['an unknown action', 'PUT', '/attempt/ATTEMPT', { action: 'fly' }, 400, 'validation_failed'],
    ['an exam id of letters', 'POST', '/attempt', { exam_id: 'abc' }, 400, 'validation_failed'],
    ['an unknown attempt', 'DELETE', '/attempt/987654321', undefined, 400, 'attempt_not_found'],
    ['an unknown exam', 'PUT', '/allowance', { ...ALLOWANCE, exam_id: 987654321 }, 400, 'exam_not_found'],
    ['no exam', 'PUT', '/allowance', ALLOWANCE, 400, 'validation_failed'],
    ['an exam that is not named', 'GET', '/exam', undefined, 405, 'method_not_allowed'],
    ['the wrong method', 'POST', '/exam/exam_id/1', {}, 405, 'method_not_allowed'],
  ] as const)('is answered from the catalogue when it names %s', async (_, method, path, body, status, code) => {
    const as = path === '/allowance' ? PEOPLE.dora : newLearner();
    const attempt = path.endsWith('ATTEMPT') ? await startAttempt(api, as, await addExam(api)) : '';
    const answer = await api.call(method, `/v1/proctored_exam${path.replace('ATTEMPT', String(attempt))}`, {
      as,
      body,
    });
    expect(answer).toMatchObject({
      status,
      headers: { 'x-error-code': code },
      body: { detail: expect.any(String) },
    });
  });
});

describe('the Accept header', () => {
  const ask = (accept: string, path = '/v1/proctored_exam/attempt') =>
    api.call('GET', path, { as: newLearner(), headers: { accept } });

  it.each([
    '',
    '*/*',
    'application/json',
    'application/json; indent=4',
    'Application/JSON;charset=utf-8',
    'application/*',
    'text/html',
    'text/xml, */*;q=0.1',
  ])('may be "%s"', async (accept) => {
    expect(await ask(accept)).toMatchObject({ status: 200, body: { in_timed_exam: false } });
  });

  it.each(['text/xml', 'text/plain', 'junk'])('of "%s" cannot be satisfied', async (accept) => {
    expect(await ask(accept)).toMatchObject({ status: 406, headers: { 'x-error-code': 'not_acceptable' } });
  });

  it('of a browser that opens an exam, or of a vendor without credentials, is not looked at', async () => {
    const launch = '/proctoring_launch_callback/start_exam/NO-SUCH-CODE';
    expect(await ask('image/png', launch)).toMatchObject({ status: 404 });
    const review = { body: {}, headers: { accept: 'image/png' } };
    expect(await api.call('POST', '/proctoring_review_callback/', review)).toMatchObject({ status: 400 });
  });
});

describe('an outage', () => {
  it('of Temporal refuses changes with 503 and a time, while reads go on', async () => {
    const learner = newLearner();
    const lamed = await startApi({ temporalAddress: `127.0.0.1:${await freePort()}` });
    try {
      const lamedExam = await addExam(lamed);
      const body = { exam_id: lamedExam, start_clock: 'true' };
      expect(await lamed.call('POST', '/v1/proctored_exam/attempt', { as: learner, body })).toMatchObject({
        status: 503,
        headers: { 'retry-after': '5', 'x-error-code': 'temporal_unavailable' },
      });
      expect(await lamed.call('GET', `/v1/proctored_exam/exam/exam_id/${lamedExam}`, { as: learner })).toMatchObject({
        status: 200,
      });
      expect(await lamed.callRoot('GET', '/readyz')).toMatchObject({ status: 503 });
      expect(await lamed.callRoot('GET', '/healthz')).toMatchObject({ status: 200 });
    } finally {
      await lamed.close();
    }
  });

  it('of Postgres answers 503 until it is back', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api));
    const poll = () => api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
    expect(await poll()).toMatchObject({ status: 200 });
    const { pool } = api.service;
    await pool.query(sql.unsafe`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    const answers = [await poll(), await poll(), await poll()];
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ status: 200 });
  });
});
