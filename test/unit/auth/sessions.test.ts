import { expect, it } from 'vitest';
import { createSessions } from '../../../api/auth/sessions.ts';
import { toConfig, ENVIRONMENT } from '../../../config.ts';

const HOUR = 60 * 60 * 1000;
const ME = '/api/proctoring/v1/me';

/** A browser that was signed in at the instant 0, with the clock of the service. */
async function signedIn(env: Record<string, string> = {}) {
  const clock = { now: 0 };
  const config = toConfig(ENVIRONMENT.parse({ LOCAL_STACK: 'true', ...env }));
  const sessions = createSessions(config, () => clock.now);
  const jar: Record<string, string> = {};
  const attributes: object[] = [];
  const reply = {
    setCookie(name: string, value: string, options: object) {
      jar[name] = value;
      attributes.push({ name, ...options });
      return reply as never;
    },
  };
  await sessions.start(reply as never, { preferred_username: 'carol', roles: ['operator'] });
  const request = (url = ME) => ({ cookies: jar, url });
  return { clock, sessions, request, reply: reply as never, attributes };
}

it('a session belongs to the host alone where the service has https', async () => {
  const { attributes } = await signedIn({ PUBLIC_URL: 'https://exams.example' });
  expect(attributes).toEqual([
    { name: '__Host-console', path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 8 * 60 * 60 },
  ]);
});

it('a session counts for our own routes and no others', async () => {
  const { sessions, request } = await signedIn();
  expect(await sessions.read(request())).toMatchObject({ preferred_username: 'carol', roles: ['operator'] });
  expect(sessions.isNamedBy(request('/api/edx_proctoring/v1/proctored_exam/attempt'))).toBe(false);
  expect(sessions.isNamedBy(request('/api/proctoring/v10/me'))).toBe(false);
});

it('a session ends after eight hours, unless somebody stays, and after a day in any case', async () => {
  const { clock, sessions, request, reply } = await signedIn();
  clock.now = 8 * HOUR;
  await expect(sessions.read(request())).rejects.toThrow('exp');
  for (const [at, until] of [
    [7, 15],
    [14, 22],
    [21, 24],
  ] as const) {
    clock.now = at * HOUR;
    expect(await sessions.renew(request(), reply)).toEqual({ username: 'carol', expiresAt: until * HOUR });
  }
  expect(await sessions.read(request())).toMatchObject({ preferred_username: 'carol', roles: ['operator'] });
  clock.now = 24 * HOUR;
  await expect(sessions.renew(request(), reply)).rejects.toThrow('exp');
});
