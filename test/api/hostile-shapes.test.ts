import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../api/http-limits.ts';
import { addExam, newLearner, PEOPLE, startApi, type Api, type CallOptions } from './harness.ts';

const REVIEWS = '/proctoring_review_callback/';
const ATTEMPT = '/v1/proctored_exam/attempt';

let api: Api;
let port: number;
beforeAll(async () => {
  api = await startApi();
  port = Number(new URL(await api.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => api.close());

const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const json = { 'content-type': 'application/json' };

function asMultipart(value: string): CallOptions {
  const part = 'content-disposition: form-data; name="exam_id"\r\ncontent-type: application/json';
  return {
    payload: `--line\r\n${part}\r\n\r\n${value}\r\n--line--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=line' },
  };
}

/** What comes back on a connection of its own for bytes that need not be a request. */
async function exchange(bytes: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return await text(socket);
}

const codeOf = (answer: string) => /^x-error-code: (\w+)/im.exec(answer)?.[1];
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

describe('a body that is nested thousands deep', () => {
  it.each([4_400, 100_000])('of %d levels is refused wherever it is sent', async (depth) => {
    const as = PEOPLE.dora;
    const tooDeep = { status: 400, headers: { 'x-error-code': 'body_too_complex', 'cache-control': 'no-store' } };
    const payload = nested(depth);
    const keyed = { ...json, 'idempotency-key': crypto.randomUUID() };
    expect(await api.call('POST', ATTEMPT, { as: newLearner(), payload, headers: json })).toMatchObject(tooDeep);
    expect(await api.call('POST', ATTEMPT, { as: newLearner(), payload, headers: keyed })).toMatchObject(tooDeep);
    expect(await api.call('POST', REVIEWS, { payload, headers: json })).toMatchObject(tooDeep);
    const review = '/v1/proctored_exam/attempt/some-id/reviewed';
    expect(await api.call('POST', review, { as, payload, headers: json })).toMatchObject(tooDeep);
    expect(await api.call('PUT', '/v1/proctored_exam/exam', { as, payload, headers: json })).toMatchObject(tooDeep);
  });

  it('is refused in a part of a form as well', async () => {
    const answer = await api.call('POST', ATTEMPT, { as: newLearner(), ...asMultipart(nested(4_400)) });
    expect(answer).toMatchObject({ status: 400, headers: { 'x-error-code': 'body_too_complex' } });
  });

  it('is refused as a form with far too many fields', async () => {
    const form = Object.fromEntries(Array.from({ length: 60_000 }, (_, number) => [`f${number}`, '1']));
    const answer = await api.call('POST', ATTEMPT, { as: newLearner(), form });
    expect(answer).toMatchObject({ status: 400, headers: { 'x-error-code': 'body_too_complex' } });
  });

  it('leaves alone what people really send', async () => {
    const body = { exam_id: await addExam(api), start_clock: true, more: JSON.parse(nested(20)) as unknown };
    expect(await api.call('POST', ATTEMPT, { as: newLearner(), body })).toMatchObject({ status: 200 });
  });
});

describe('keys that reach for a prototype', () => {
  it.each(['{"__proto__":{"is_staff":true}}', '{"a":[{"constructor":{"prototype":{"b":1}}}]}'])(
    'are refused: %s',
    async (payload) => {
      const answer = await api.call('POST', ATTEMPT, { as: newLearner(), payload, headers: json });
      expect(answer).toMatchObject({ status: 400, headers: { 'x-error-code': 'body_malformed' } });
    },
  );
});

describe('what the framework refuses', () => {
  it.each([
    ['/api/edx_proctoring/v1/proctored_exam/exam/exam_id/%E0%A4%A', 404, 'not_found'],
    [`/api/edx_proctoring/proctoring_launch_callback/start_exam/${'a'.repeat(2000)}`, 404, 'not_found'],
  ])('is answered from our catalogue: %s', async (url, status, code) => {
    const answer = await api.app.inject({ method: 'GET', url });
    expect(answer.headers).toMatchObject({ 'x-error-code': code, 'cache-control': 'no-store' });
    expect([answer.statusCode, answer.json()]).toEqual([status, { detail: expect.any(String) }]);
  });

  it.each([
    ['PROPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405, 'method_not_allowed'],
    ['TRACE /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405, 'method_not_allowed'],
    ['CONNECT example.org:80 HTTP/1.1\r\nHost: a\r\n\r\n', 405, 'method_not_allowed'],
    ['NONSENSE / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'request_malformed'],
    ['\0\0\0\r\n\r\n', 400, 'request_malformed'],
    [`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n', 400, 'request_malformed'],
    [
      'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'request_malformed',
    ],
    ['GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nConnection: close\r\n\r\n', 417, 'expectation_failed'],
  ])('on the wire too: %j', async (bytes, status, code) => {
    const answer = await exchange(bytes);
    expect([statusOf(answer), codeOf(answer)]).toEqual([status, code]);
    expect(answer).toMatch(/cache-control: no-store/i);
    expect(answer.slice(answer.indexOf('\r\n\r\n'))).toMatch(/"detail":/);
  });
});

describe('a request that does not come to its end', () => {
  it('is answered and closed within half a minute', { timeout: 60_000 }, async () => {
    const head = 'POST /oauth2/access_token HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const answers = await Promise.all([exchange(`${head}Content-Length: 1000\r\n\r\n{`), exchange(`${head}X-Slow: `)]);
    expect(answers.map(statusOf)).toEqual([408, 408]);
    expect(answers.map(codeOf)).toEqual(['request_too_slow', 'request_too_slow']);
    expect(HTTP_LIMITS.requestTimeout + HTTP_LIMITS.http.connectionsCheckingInterval).toBeLessThan(30_000);
  });
});

describe('answers about a person', () => {
  it('may be kept by nobody, scripts by everybody', async () => {
    const as = newLearner();
    for (const path of [ATTEMPT, '/v1/proctored_exam/attempt/1', '/v1/user_onboarding/status?course_id=a']) {
      expect((await api.call('GET', path, { as })).headers['cache-control']).toBe('no-store');
    }
    expect((await api.call('GET', ATTEMPT)).headers['cache-control']).toBe('no-store');
    const script = await api.callRoot('GET', '/api/proctoring/v1/browser-worker.js');
    expect(script.headers['cache-control']).toMatch(/^public, max-age=/);
  });
});
