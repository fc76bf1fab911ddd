import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'console', secret: 'a-secret-of-the-console-at-the-provider' };

/** A service for which it gives out access tokens that are JWTs, with the groups of the account. */
export const RESOURCE = { indicator: 'https://temporal.example.org', audience: 'temporal' };

/** A real OpenID provider at which whoever comes is signed in as `account` at once. */
export interface TestProvider {
  issuer: string;
  /** User name, and the groups that the ID token names. */
  account: { username: string; groups: string[] };
  close(): Promise<void>;
}

/** `redirectUri` is the only address to which it sends anybody. */
export async function startOidcProvider(redirectUri: string, port = 0): Promise<TestProvider> {
  let answer: (...parts: Parameters<ReturnType<Provider['callback']>>) => void = () => {};
  const server: Server = createServer((request, response) => answer(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const known: TestProvider = {
    issuer,
    account: { username: 'carol', groups: [] },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'], email: ['email'] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: RESOURCE.audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ groups: known.account.groups }),
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => {
        const { username, groups } = known.account;
        return {
          sub: id,
          preferred_username: username,
          name: `${username} at work`,
          groups,
          email: `${username}@example.org`,
        };
      },
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email');
      grant.addResourceScope(RESOURCE.indicator, 'openid');
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void serve(request, response);
    const login = { accountId: `id-of-${known.account.username}` };
    void provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  };
  return known;
}

/** Goes to an address of the provider as a browser does; answers where the browser is sent back to. */
export async function followTo(start: string, end: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let address = start, hops = 0; hops < 10; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    address = new URL(next, address).href;
    if (address.startsWith(end)) return address;
  }
  throw new Error('The provider sends the browser in circles.');
}
