import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../dev/ports.ts';
import { CLIENT, followTo, startOidcProvider, type TestProvider } from '../../support/oidc-provider.ts';
import { COURSE, startApi, type Answer, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const PUBLIC = 'http://console.example';
const CALLBACK = `${PUBLIC}${OWN}/session/callback`;
const ROLES = { teachers: [`staff:${COURSE}`, `reviewer:${COURSE}`], it: ['operator'], deans: ['administrator'] };

let provider: TestProvider;
let api: Api;
beforeAll(async () => {
  provider = await startOidcProvider(CALLBACK);
  api = await startApi({ env: settings(provider.issuer) });
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

function settings(issuer: string) {
  return {
    PUBLIC_URL: PUBLIC,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_ROLES: JSON.stringify(ROLES),
  };
}

const cookiesOf = ({ headers: { 'set-cookie': set = [] } }: Answer): string[] =>
  [set].flat().map((cookie) => cookie.split(';')[0] ?? '');
const sessionOf = (answer: Answer) => cookiesOf(answer).find((cookie) => /^console=./.test(cookie));

async function start(query = '') {
  const answer = await api.callRoot('GET', `${OWN}/session/start${query}`);
  const cookie = cookiesOf(answer).find((each) => each.startsWith('sign-in=')) ?? '';
  return { answer, cookie, location: String(answer.headers.location) };
}

/** What the browser brings back, and the answer to it. */
async function comeBack(location: string, cookie: string) {
  const { search } = new URL(location);
  return await api.callRoot('GET', `${OWN}/session/callback${search}`, { headers: { cookie } });
}

async function signIn(username: string, groups: string[], query?: string) {
  provider.account = { username, groups };
  const { location, cookie } = await start(query);
  const back = await followTo(location, CALLBACK);
  return { back, cookie, answer: await comeBack(back, cookie) };
}

describe('signing in by an OpenID provider', () => {
  it('is offered', async () => {
    const { body } = await api.callRoot('GET', `${OWN}/session`);
    expect(body).toMatchObject({ people: [], provider: { start: `${OWN}/session/start` } });
  });

  it('asks with PKCE, state and nonce, and makes the browser the person with the roles of the settings', async () => {
    const { location } = await start();
    const asked = Object.fromEntries(new URL(location).searchParams);
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: CALLBACK });
    expect(Object.keys(asked)).toEqual(expect.arrayContaining(['state', 'nonce', 'code_challenge']));
    const { answer } = await signIn('carol', ['teachers', 'students', 'constructor']);
    expect(answer).toMatchObject({ status: 302, headers: { location: '/console/' } });
    const headers = { cookie: sessionOf(answer) ?? '' };
    expect(await api.callRoot('GET', `${OWN}/me`, { headers })).toMatchObject({
      body: {
        user: { username: 'carol', name: 'carol at work' },
        roles: [
          { role: 'course_staff', course: COURSE },
          { role: 'reviewer', course: COURSE },
        ],
        signed_in_by: 'session',
        session_ends_at: expect.any(Number),
      },
    });
  });

  it.each([
    [['deans'], ['global_staff']],
    [['it'], ['operator']],
    [['staff:course-v1:Demo+Proctoring+2030', 'administrator'], []],
  ])('gives to %j the roles %j', async (groups, roles) => {
    const { answer } = await signIn(`erin-${crypto.randomUUID()}`, groups);
    const { body } = await api.callRoot('GET', `${OWN}/me`, { headers: { cookie: sessionOf(answer) ?? '' } });
    expect((body as { roles: { role: string }[] }).roles.map(({ role }) => role)).toEqual(roles);
  });

  it.each([
    ['/console/log?person=carol', '/console/log?person=carol'],
    ['https://evil.example/console/', '/console/'],
    ['//evil.example', '/console/'],
    ['/console/../../evil', '/console/'],
    ['/console/\\evil.example', '/console/'],
    ['/api/proctoring/v1/me', '/console/'],
  ])('leads from %s to %s afterwards', async (wanted, led) => {
    const { answer } = await signIn('carol', [], `?return_to=${encodeURIComponent(wanted)}`);
    expect(answer.headers.location).toBe(led);
  });

  it('is refused for what the browser did not begin, begins again, or brings a second time', async () => {
    const failed = { status: 302, headers: { location: '/console/?sign_in=failed' } };
    const mine = await signIn('carol', []);
    const again = await comeBack(mine.back, mine.cookie);
    const other = await start();
    const swapped = await comeBack(await followTo(other.location, CALLBACK), mine.cookie);
    const without = await comeBack(mine.back, '');
    const forged = await comeBack(mine.back, `${mine.cookie.slice(0, -4)}AAAA`);
    const denied = await comeBack(`${CALLBACK}?error=access_denied&state=x`, other.cookie);
    for (const answer of [again, swapped, without, forged, denied]) {
      expect(answer).toMatchObject(failed);
      expect(sessionOf(answer)).toBeUndefined();
    }
  });

  it('says that the provider is away, and works once it is back', async () => {
    const port = await freePort();
    const other = await startApi({ env: settings(`http://127.0.0.1:${port}`) });
    try {
      const begin = () => other.callRoot('GET', `${OWN}/session/start`);
      expect((await begin()).headers.location).toBe('/console/?sign_in=unavailable');
      const late = await startOidcProvider(CALLBACK, port);
      expect((await begin()).headers.location).toMatch(`${late.issuer}/auth?`);
      await late.close();
    } finally {
      await other.close();
    }
  });
});

it('without a provider there is nothing to begin', async () => {
  const other = await startApi();
  for (const path of ['start', 'callback']) {
    expect(await other.callRoot('GET', `${OWN}/session/${path}`)).toMatchObject({
      status: 404,
      headers: { 'x-error-code': 'session_unavailable' },
    });
  }
  await other.close();
});
