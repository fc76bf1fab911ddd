import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../dev/ports.ts';
import { COURSE } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';
import { CLIENT, startOidcProvider, type TestProvider } from '../../support/oidc-provider.ts';

const size = { width: 320, height: 700 };

let stand: ConsoleStand;
let provider: TestProvider;
beforeAll(async () => {
  const providerPort = await freePort();
  const opened = await openConsoleStand({
    OIDC_ISSUER: `http://127.0.0.1:${providerPort}`,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_ROLES: JSON.stringify({ teachers: [`staff:${COURSE}`] }),
    // So short that the warning is there from the beginning.
    SESSION_MINUTES: '1',
  });
  if (!opened) return;
  stand = opened;
  provider = await startOidcProvider(`${stand.url}/api/proctoring/v1/session/callback`, providerPort);
});
afterAll(async () => {
  await stand?.close();
  await provider?.close();
});

describe.skipIf(installedChromium() === undefined)('signing in to the console by an OpenID provider', () => {
  it('leads back to the page that was wanted, and says how long it holds', async () => {
    provider.account = { username: 'carol', groups: ['teachers'] };
    const page = await stand.open('/log', { as: null, size });
    const way = page.getByRole('link', { name: 'Sign in', exact: true });
    await way.waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await way.click();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    const stay = page.getByRole('button', { name: 'Stay signed in' });
    await stay.waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    const [renewed] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/session/renew')),
      stay.click(),
    ]);
    expect(renewed.status()).toBe(200);
  });

  it('says what to do when it did not work', async () => {
    const page = await stand.open('/?sign_in=failed', { as: null, size });
    await page.getByRole('alert').getByText('Signing in did not work. Try again.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});
