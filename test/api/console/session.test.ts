import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf } from '../../../dev/people.ts';
import { COURSE, newLearner, PEOPLE, startApi, type Answer, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const people = [PEOPLE.carol, PEOPLE.dora, PEOPLE.ivan].map(claimsOf);

let api: Api;
beforeAll(async () => {
  api = await startApi({ env: { SESSION_PEOPLE: JSON.stringify(people) } });
});
afterAll(() => api.close());

const cookiesIn = ({ 'set-cookie': set = [] }: Answer['headers']): string[] => [set].flat();

/** What a browser holds after asking how to sign in. */
async function visit() {
  const { body, headers } = await api.callRoot('GET', `${OWN}/session`);
  const { csrf_token: token, people: offered } = body as { csrf_token: string; people: { username: string }[] };
  return { offered, headers: { cookie: cookiesIn(headers)[0]?.split(';')[0] ?? '', 'x-csrftoken': token } };
}

async function continueAs(person: string) {
  const { headers } = await visit();
  const started = await api.callRoot('POST', `${OWN}/session/start`, { headers, body: { person } });
  const cookie = cookiesIn(started.headers)[0] ?? '';
  return { started, cookie, headers: { ...headers, cookie: `${headers.cookie}; ${cookie.split(';')[0]}` } };
}

describe('a session of the console', () => {
  it('is offered for the people of the local stack, and makes their browser them', async () => {
    expect((await visit()).offered.map(({ username }) => username)).toEqual(['carol', 'dora', 'ivan']);
    const { started, cookie, headers } = await continueAs('carol');
    expect(started).toMatchObject({ status: 200, body: { username: 'carol' } });
    expect(cookie).toMatch(/Path=\/; HttpOnly; SameSite=Lax/);
    expect(await api.callRoot('GET', `${OWN}/me`, { headers })).toMatchObject({
      status: 200,
      body: {
        user: { username: 'carol', name: 'Carol Teacher' },
        roles: [{ role: 'course_staff', course: COURSE, group: null }],
        zone: 'UTC',
        signed_in_by: 'session',
      },
    });
  });

  it('cannot be started for anybody else, nor without the CSRF token', async () => {
    expect((await continueAs('alice')).started).toMatchObject({ status: 404 });
    const body = { person: 'carol' };
    expect(await api.callRoot('POST', `${OWN}/session/start`, { body })).toMatchObject({
      status: 403,
      headers: { 'x-error-code': 'csrf_failed' },
    });
  });

  it('needs the CSRF token for every write', async () => {
    const { headers } = await continueAs('dora');
    const path = `${OWN}/attempts/999999/status`;
    const body = { status: 'submitted', reason: 'Fire alarm' };
    const { 'x-csrftoken': _, ...without } = headers;
    expect(await api.callRoot('POST', path, { headers: without, body })).toMatchObject({
      headers: { 'x-error-code': 'csrf_failed' },
    });
    expect(await api.callRoot('POST', path, { headers, body })).toMatchObject({
      headers: { 'x-error-code': 'attempt_not_found' },
    });
  });

  it('is nothing to a token that is sent as well', async () => {
    const { headers } = await continueAs('dora');
    const learner = newLearner();
    expect(await api.callRoot('GET', `${OWN}/me`, { headers, as: learner })).toMatchObject({
      body: { user: { username: learner.username }, roles: [], signed_in_by: 'token' },
    });
  });

  it('is refused when it is forged', async () => {
    const { headers } = await continueAs('carol');
    const forged = { cookie: headers.cookie.replace(/(console=[^.]+\.)[^.]+/, '$1e30') };
    expect(await api.callRoot('GET', `${OWN}/me`, { headers: forged })).toMatchObject({
      status: 403,
      headers: { 'x-error-code': 'token_invalid' },
    });
  });

  it('ends when it is told to', async () => {
    const { headers } = await continueAs('ivan');
    const ended = await api.callRoot('POST', `${OWN}/session/end`, { headers });
    expect(ended.status).toBe(204);
    expect(cookiesIn(ended.headers)[0]).toMatch(/^console=; .*Expires=Thu, 01 Jan 1970/);
  });
});

describe('without people to continue as', () => {
  it('nobody can start a session', async () => {
    const other = await startApi();
    const { body, headers } = await other.callRoot('GET', `${OWN}/session`);
    const { csrf_token: token, people: offered } = body as { csrf_token: string; people: object[] };
    expect(offered).toEqual([]);
    const cookie = cookiesIn(headers)[0]?.split(';')[0] ?? '';
    const sent = { headers: { cookie, 'x-csrftoken': token }, body: { person: 'carol' } };
    expect(await other.callRoot('POST', `${OWN}/session/start`, sent)).toMatchObject({ status: 404 });
    await other.close();
  });
});

describe('GET /me', () => {
  it('refuses parameters that it does not know', async () => {
    expect(await api.callRoot('GET', `${OWN}/me?user=1`, { as: PEOPLE.carol })).toMatchObject({ status: 400 });
  });
});
