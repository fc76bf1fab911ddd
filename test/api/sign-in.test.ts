import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVendorTokens } from '../../api/auth/vendor-tokens.ts';
import { findPersonByUsername } from '../../db/people.ts';
import { signToken, type Person } from '../../dev/people.ts';
import { addExam, KEY, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

const EXAMS = '/v1/proctored_exam/exam/course_id/course-v1:Demo+Proctoring+2030';
const ALLOWANCES = '/v1/proctored_exam/course-v1:Demo+Proctoring+2030/allowance';
const VENDOR = { client_id: 'vendor', client_secret: 'vendor-secret', username: 'vendor', groups: ['mock_review'] };

const { privateKey, publicKey } = await generateKeyPair('RS256');
let keySet: Server;
let api: Api;
beforeAll(async () => {
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
  keySet = createServer(({ url }, response) => {
    if (url === '/cut') response.destroy();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
  });
  await new Promise<void>((done) => keySet.listen(0, '127.0.0.1', done));
  const { port } = keySet.address() as AddressInfo;
  api = await startApi({
    env: { JWT_JWKS_URL: `http://127.0.0.1:${port}`, OAUTH_CLIENTS: JSON.stringify([VENDOR]) },
  });
});
afterAll(async () => {
  await api.close();
  keySet.close();
});

const withToken = (token: string) => api.call('GET', EXAMS, { headers: { authorization: token } });
const refused = (code: string) => ({ status: 403, headers: { 'x-error-code': code } });

describe('signing in', () => {
  it('needs credentials', async () => {
    expect(await api.call('GET', EXAMS)).toMatchObject(refused('not_authenticated'));
    expect(await api.call('GET', EXAMS, { headers: { authorization: 'Basic abc' } })).toMatchObject(
      refused('not_authenticated'),
    );
  });

  it('takes a token of the shared key under either name, and records a user nobody knew', async () => {
    const learner = newLearner();
    const token = await signToken(learner, KEY);
    expect(await withToken(`JWT ${token}`)).toMatchObject({ status: 200, body: [] });
    expect(await withToken(`Bearer ${token}`)).toMatchObject({ status: 200 });
    expect(await findPersonByUsername(api.deps.pool, learner.username)).toEqual({
      id: learner.userId,
      username: learner.username,
      email: learner.email,
      fullName: learner.name,
      isActive: true,
      isRetired: false,
      isStaff: false,
      groups: [],
    });
  });

  it('accepts an unknown user whose page sends many requests at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const token = `JWT ${await signToken(newLearner(), KEY)}`;
      const answers = await Promise.all(Array.from({ length: 12 }, () => withToken(token)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
  });

  it('follows a user who was renamed in the LMS', async () => {
    const learner = newLearner();
    await withToken(`JWT ${await signToken(learner, KEY)}`);
    const renamed = { ...learner, username: `${learner.username}-renamed` };
    await withToken(`JWT ${await signToken(renamed, KEY)}`);
    expect(await findPersonByUsername(api.deps.pool, renamed.username)).toMatchObject({ id: learner.userId });
    expect(await findPersonByUsername(api.deps.pool, learner.username)).toBeNull();
  });

  it('tells people apart by the id of the LMS when one gets the name that another had', async () => {
    const first = newLearner();
    const id = await startAttempt(api, first, await addExam(api));
    const second = { ...newLearner(), username: first.username };
    const read = (as: Person) => api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as });
    expect(await read(second)).toMatchObject(refused('not_the_owner'));
    const renamed = { ...first, username: `${first.username}-renamed` };
    expect(await read(renamed)).toMatchObject({ status: 200, body: { user: { username: renamed.username } } });
    expect(await findPersonByUsername(api.deps.pool, first.username)).toMatchObject({ id: second.userId });
  });

  it('follows a known user into the name of another one', async () => {
    const [one, two] = [newLearner(), newLearner()];
    for (const person of [one, two]) await withToken(`JWT ${await signToken(person, KEY)}`);
    const renamed = { ...two, username: one.username };
    expect(await withToken(`JWT ${await signToken(renamed, KEY)}`)).toMatchObject({ status: 200 });
    expect(await findPersonByUsername(api.deps.pool, one.username)).toMatchObject({ id: two.userId });
  });

  it('takes a token of the key set', async () => {
    const token = await new SignJWT({ preferred_username: 'of-the-key-set' })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    expect(await withToken(`JWT ${token}`)).toMatchObject({ status: 200 });
  });

  it('refuses expired, forged, unsigned and unreadable tokens', async () => {
    const learner = newLearner();
    expect(await withToken(`JWT ${await signToken(learner, KEY, '-1h')}`)).toMatchObject(refused('token_expired'));
    const forged = await signToken(learner, 'another-key-that-is-long-enough');
    expect(await withToken(`JWT ${forged}`)).toMatchObject(refused('token_invalid'));
    const [header, payload] = forged.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    expect(await withToken(`JWT ${unsigned}`)).toMatchObject(refused('token_invalid'));
    expect(await withToken(`JWT ${header}.nonsense`)).toMatchObject(refused('token_invalid'));
  });

  it('says try again, and never no, while the keys cannot be read: a no puts learners out of their exams', async () => {
    const { port } = keySet.address() as AddressInfo;
    const cut = await startApi({ env: { JWT_JWKS_URL: `http://127.0.0.1:${port}/cut` } });
    const token = await new SignJWT({ preferred_username: 'of-the-key-set' })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    const ask = (authorization: string) => cut.call('GET', EXAMS, { headers: { authorization } });
    try {
      const later = { status: 503, headers: { 'retry-after': '5', 'x-error-code': 'sign_in_unavailable' } };
      expect(await ask(`JWT ${token}`)).toMatchObject(later);
      expect(await ask(`JWT ${await signToken(newLearner(), KEY)}`)).toMatchObject({ status: 200 });
    } finally {
      await cut.close();
    }
  });

  it('knows course staff by their token, for their course only', async () => {
    const teacher = { ...newLearner(), staffOf: ['course-v1:Demo+Proctoring+2030'] };
    expect(await api.call('GET', ALLOWANCES, { as: teacher })).toMatchObject({ status: 200, body: [] });
    expect(await api.call('GET', '/v1/proctored_exam/course-v1:A+B+C/allowance', { as: teacher })).toMatchObject(
      refused('staff_only'),
    );
    expect(await api.call('GET', ALLOWANCES, { as: newLearner() })).toMatchObject(refused('staff_only'));
    expect(await api.call('GET', ALLOWANCES, { as: PEOPLE.dora })).toMatchObject({ status: 200 });
  });
});

describe('signing in with cookies', () => {
  const cookiesOf = async (lifetime = '1h') => {
    const [header, payload, signature] = (await signToken(newLearner(), KEY, lifetime)).split('.');
    return `edx-jwt-cookie-header-payload=${header}.${payload}; edx-jwt-cookie-signature=${signature}`;
  };

  it('works for reads, with and without the header of old', async () => {
    const cookie = await cookiesOf();
    expect(await api.call('GET', EXAMS, { headers: { cookie } })).toMatchObject({ status: 200 });
    const headers = { cookie, 'use-jwt-cookie': 'true' };
    expect(await api.call('GET', EXAMS, { headers })).toMatchObject({ status: 200 });
    const half = cookie.split('; ')[0] ?? '';
    expect(await api.call('GET', EXAMS, { headers: { cookie: half } })).toMatchObject(refused('not_authenticated'));
  });

  it('gives way to a token in the header', async () => {
    const cookie = await cookiesOf('-1h');
    expect(await api.call('GET', EXAMS, { headers: { cookie } })).toMatchObject(refused('token_expired'));
    expect(await api.call('GET', EXAMS, { as: newLearner(), headers: { cookie } })).toMatchObject({ status: 200 });
    const write = { as: newLearner(), headers: { cookie }, body: {} };
    expect(await api.call('POST', '/v1/proctored_exam/attempt', write)).toMatchObject({ status: 400 });
  });

  it('breaks nothing that needs no signing in', async () => {
    const cookie = await cookiesOf('-1h');
    expect(await api.callRoot('GET', '/csrf/api/v1/token', { headers: { cookie } })).toMatchObject({ status: 200 });
    const form = { grant_type: 'client_credentials', client_id: 'vendor', client_secret: 'vendor-secret' };
    const answer = await api.callRoot('POST', '/oauth2/access_token', { form, headers: { cookie } });
    expect(answer).toMatchObject({ status: 200 });
  });

  it('writes nowhere without the CSRF token, in whatever form', async () => {
    const cookie = await cookiesOf();
    const writes: { method: string; url: string }[] = [];
    for (const [url, methods] of Object.entries(api.app.swagger().paths ?? {})) {
      for (const method of Object.keys(methods)) {
        const isOpen = JSON.stringify((methods as Record<string, { security?: unknown[] }>)[method]?.security) === '[]';
        if (!isOpen && !['get', 'head', 'options'].includes(method)) writes.push({ method, url });
      }
    }
    expect(writes.length).toBeGreaterThan(15);
    for (const { method, url } of writes) {
      const path = url.replaceAll(/\{[^}]+\}/g, '1');
      for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
        const headers = { cookie, 'content-type': type };
        const payload = type === 'application/json' ? '{}' : 'a=b';
        const inject = { method: method.toUpperCase() as 'POST', url: path, headers, payload };
        const { statusCode, headers: given } = await api.app.inject(inject);
        if (statusCode !== 404) expect([url, method, given['x-error-code']]).toEqual([url, method, 'csrf_failed']);
      }
    }
  });

  it('needs the CSRF token for writes', async () => {
    const { body, headers: given } = await api.callRoot('GET', '/csrf/api/v1/token');
    const { csrfToken } = body as { csrfToken: string };
    const csrf = String(given['set-cookie']).split(';')[0];
    const cookie = `${await cookiesOf()}; ${csrf}`;
    const write = (headers: Record<string, string>) =>
      api.call('POST', '/v1/proctored_exam/attempt', { body: {}, headers });
    expect(await write({ cookie })).toMatchObject(refused('csrf_failed'));
    expect(await write({ cookie, 'x-csrftoken': 'guessed' })).toMatchObject(refused('csrf_failed'));
    const planted = `${await cookiesOf()}; csrftoken=planted`;
    expect(await write({ cookie: planted, 'x-csrftoken': 'planted' })).toMatchObject(refused('csrf_failed'));
    expect(await write({ cookie, 'x-csrftoken': csrfToken })).toMatchObject({ status: 400 });
  });
});

describe('a vendor signing in', () => {
  const grant = { grant_type: 'client_credentials', client_id: 'vendor', client_secret: 'vendor-secret' };

  it('gets a token for its credentials and acts as its account', async () => {
    const answer = await api.callRoot('POST', '/oauth2/access_token', { form: grant });
    expect(answer).toMatchObject({
      status: 200,
      body: { access_token: expect.any(String), expires_in: 3600, token_type: 'JWT', scope: 'read write' },
    });
    const { access_token } = answer.body as { access_token: string };
    expect(await withToken(`Bearer ${access_token}`)).toMatchObject({ status: 200 });
  });

  it('gets none for wrong credentials', async () => {
    const form = { ...grant, client_secret: 'wrong' };
    expect(await api.callRoot('POST', '/oauth2/access_token', { form })).toMatchObject({ status: 401 });
    expect(
      await api.callRoot('POST', '/oauth2/access_token', { form: { ...grant, grant_type: 'password' } }),
    ).toMatchObject({ status: 400 });
  });

  it('keeps its token and may use its old secret while secrets are changed', async () => {
    const SERVICE_SECRET_KEY_PREVIOUS = 'the-older-secret-of-this-service';
    const before = createVendorTokens({ auth: { serviceSecrets: [SERVICE_SECRET_KEY_PREVIOUS] } } as never, Date.now);
    const client = { ...VENDOR, client_secret: 'the-new-vendor-secret', client_secret_previous: 'vendor-secret' };
    const secrets = { SERVICE_SECRET_KEY: 'the-newer-secret-of-this-service', SERVICE_SECRET_KEY_PREVIOUS };
    const changed = await startApi({
      env: {
        ...secrets,
        JWT_SECRET_KEY_PREVIOUS: 'the-older-key-of-the-platform',
        OAUTH_CLIENTS: JSON.stringify([client]),
      },
    });
    const ask = (token: string) => changed.call('GET', EXAMS, { headers: { authorization: `JWT ${token}` } });
    try {
      expect(await ask((await before.issue(VENDOR)).token)).toMatchObject({ status: 200 });
      expect(await ask(await signToken(newLearner(), 'the-older-key-of-the-platform'))).toMatchObject({ status: 200 });
      expect(await ask(await signToken(newLearner(), KEY))).toMatchObject({ status: 200 });
      for (const client_secret of ['vendor-secret', 'the-new-vendor-secret']) {
        const form = { ...grant, client_secret };
        expect(await changed.callRoot('POST', '/oauth2/access_token', { form })).toMatchObject({ status: 200 });
      }
      for (const secret of Object.values(secrets)) {
        expect(await ask(await signToken(PEOPLE.dora, secret))).toMatchObject(refused('token_invalid'));
      }
    } finally {
      await changed.close();
    }
  });

  it('cannot be played by somebody who has the key of the sign-in tokens', async () => {
    const forged = await new SignJWT({ preferred_username: 'vendor', groups: ['mock_review'] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('durable-proctoring')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(KEY));
    expect(await withToken(`JWT ${forged}`)).toMatchObject(refused('token_invalid'));
  });
});
