import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { SOFTWARE_SECURE_OPTIONS } from '../support/vendor-examples.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { addExam, newLearner, PEOPLE, WIRE, type Api } from './harness.ts';

const ACCOUNT = { client_id: 'lab', client_secret: 'lab-secret', username: 'lab', groups: ['lab_review'] };
const ATTEMPT = '/v1/proctored_exam/attempt';
const A_MINUTE = 60;
const PROXY = '10.1.2.3';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(({ url }) => {
    const ssi = { type: 'software_secure', exam_register_endpoint: `${url}/register`, ...SOFTWARE_SECURE_OPTIONS };
    return {
      PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'ssi', ssi }),
      OAUTH_CLIENTS: JSON.stringify([ACCOUNT]),
      REQUESTS_PER_MINUTE: '40',
      TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1',
    };
  }));
  vendor.otherwise({ body: { ssiRecordLocator: 'Right-Locator' } });
});
afterAll(() => close());

const times = (count: number) => Array.from({ length: count }, (_, number) => number);

/** A request that came through the proxy from `client`, or that only says so when it comes from somewhere else. */
function from(client: string, via = PROXY) {
  return { remoteAddress: via, headers: { 'x-forwarded-for': client } };
}

const tooMany = { statusCode: 429 };

function expectRetryAfter({ headers }: { headers: Record<string, unknown> }) {
  expect(headers).toMatchObject({ 'x-error-code': 'too_many_requests' });
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(A_MINUTE);
}

describe('what one person may ask', () => {
  it('is limited for that person alone, whatever is asked', async () => {
    const [busy, other] = [newLearner(), newLearner()];
    for (const turn of times(20))
      expect(await api.call('GET', ATTEMPT, { as: busy }), `${turn}`).toMatchObject({ status: 200 });
    for (const id of times(20)) await api.call('GET', `/v1/proctored_exam/exam/exam_id/${id}`, { as: busy });
    const refused = await api.call('GET', ATTEMPT, { as: busy });
    expect(refused).toMatchObject({ status: 429, body: { detail: expect.any(String) } });
    expectRetryAfter(refused);
    expect(await api.call('GET', ATTEMPT, { as: other })).toMatchObject({ status: 200 });
  });

  it('is not limited for services and global staff', async () => {
    const { body } = await api.callRoot('POST', '/oauth2/access_token', { body: ACCOUNT });
    const headers = { authorization: `JWT ${(body as { access_token: string }).access_token}` };
    for (const turn of times(50)) {
      expect(await api.call('GET', ATTEMPT, { headers }), `${turn}`).toMatchObject({ status: 200 });
      expect(await api.call('GET', ATTEMPT, { as: PEOPLE.dora })).toMatchObject({ status: 200 });
    }
  });

  it('is described on every route that needs a login', () => {
    const { paths } = api.app.swagger() as unknown as {
      paths: Record<string, Record<string, Record<string, unknown>>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const signedIn = operations.filter(({ security }) => security === undefined);
    expect(signedIn.length).toBeGreaterThan(20);
    const header = { headers: { 'Retry-After': { schema: { type: 'integer' } } } };
    for (const { responses } of signedIn) expect(responses).toMatchObject({ 429: header });
  });
});

describe('wrong secrets', () => {
  const ask = (secret: string, client: string, via?: string) =>
    api.app.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      payload: { ...ACCOUNT, client_secret: secret },
      ...from(client, via),
    });

  it('are limited by the address of the client, and refuse no right one', async () => {
    for (const turn of times(30))
      expect(await ask('wrong', '203.0.113.1'), `${turn}`).toMatchObject({ statusCode: 401 });
    const refused = await ask('wrong', '203.0.113.1');
    expect(refused).toMatchObject(tooMany);
    expectRetryAfter(refused);
    expect(await ask('wrong', '203.0.113.2')).toMatchObject({ statusCode: 401 });
    expect(await ask(ACCOUNT.client_secret, '203.0.113.1')).toMatchObject({ statusCode: 200 });
  });

  it('are counted for clients that only claim to be a proxy', async () => {
    const answers = [];
    for (const number of times(31)) answers.push(await ask('wrong', `203.0.113.${number}`, '198.51.100.7'));
    expect(answers.at(-2)).toMatchObject({ statusCode: 401 });
    expect(answers.at(-1)).toMatchObject(tooMany);
  });
});

interface Launched {
  code: string;
  learner: ReturnType<typeof newLearner>;
}

async function attemptOf(examId: number): Promise<Launched> {
  const learner = newLearner();
  const body = { exam_id: examId, attempt_proctored: 'true' };
  const created = await api.call('POST', ATTEMPT, { as: learner, body });
  expect(created).toMatchObject({ status: 200 });
  const code = await api.service.pool.oneFirst(
    sql.unsafe`select attempt_code from attempt where user_id = ${learner.userId}`,
  );
  return { learner, code: String(code) };
}

describe('wrong reviews and launches', () => {
  const review = (examCode: string, ssiRecordLocator: string) =>
    api.app.inject({
      method: 'POST',
      url: `${WIRE}/proctoring_review_callback/`,
      payload: { reviewStatus: 'Clean', examMetaData: { examCode, ssiRecordLocator } },
      ...from('203.0.113.9'),
    });
  const launch = (code: string) =>
    api.app.inject({ url: `${WIRE}/proctoring_launch_callback/start_exam/${code}`, ...from('203.0.113.9') });

  it('refuse no right ones, whoever sends them', async () => {
    const { code } = await attemptOf(await addExam(api, { is_proctored: true }));
    for (const turn of times(30)) expect(await review(code, 'wrong'), `${turn}`).toMatchObject({ statusCode: 400 });
    const refused = await review(code, 'wrong');
    expect(refused).toMatchObject(tooMany);
    expectRetryAfter(refused);
    expect(await review(code, 'Right-Locator')).toMatchObject({ statusCode: 200 });

    for (const turn of times(30)) expect(await launch('NO-SUCH-CODE'), `${turn}`).toMatchObject({ statusCode: 404 });
    expect(await launch('NO-SUCH-CODE')).toMatchObject(tooMany);
    expect(await launch(code)).toMatchObject({ statusCode: 302 });
  });

  it('are told apart by the code, so that a campus behind one address gets in', async () => {
    const codes = times(700).map((number) => `UNKNOWN-${number}`);
    for (const code of codes) expect(await launch(code)).toMatchObject({ statusCode: 404 });
    const { code } = await attemptOf(await addExam(api, { is_proctored: true }));
    expect(await launch(code)).toMatchObject({ statusCode: 302 });
  });
});
