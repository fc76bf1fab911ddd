import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../config.ts';
import { connectAuthorisation, type IsAllowed } from '../../../manage/codec-server/authorisation.ts';
import { CLIENT, followTo, RESOURCE, startOidcProvider, type TestProvider } from '../../support/oidc-provider.ts';

/** Where the Temporal UI is. */
const CALLBACK = 'http://temporal.example/auth/sso/callback';
const ROLES = { it: ['operator'], deans: ['administrator'], teachers: ['staff:course-v1:A+B+C'] };

let provider: TestProvider;
let isAllowed: IsAllowed;
const settings = () => ({
  LOCAL_STACK: 'true',
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_ROLES: JSON.stringify(ROLES),
  CODEC_SERVER_AUDIENCE: RESOURCE.audience,
});
beforeAll(async () => {
  provider = await startOidcProvider(CALLBACK);
  isAllowed = await connectAuthorisation(readConfig(settings()));
});
afterAll(() => provider.close());

/** Signs in as the Temporal UI has people sign in; `resource` is what the access token is for. */
async function signIn(groups: string[], resource: string | null = RESOURCE.indicator) {
  provider.account = { username: 'iris', groups };
  const { id, secret } = CLIENT;
  const found = await client.discovery(new URL(provider.issuer), id, secret, undefined, {
    // oxlint-disable-next-line typescript/no-deprecated -- the provider of the test is on this machine
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const asked = {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(resource !== null && { resource }),
  };
  const cameBackTo = await followTo(client.buildAuthorizationUrl(found, asked).href, CALLBACK);
  const tokens = await client.authorizationCodeGrant(
    found,
    new URL(cameBackTo),
    { pkceCodeVerifier: verifier, idTokenExpected: true },
    resource === null ? {} : { resource },
  );
  return { access: tokens.access_token, id: tokens.id_token };
}

describe('who signs in to the Temporal UI by the OpenID provider', () => {
  it.each([['it'], ['deans']])('may read payloads as one of %s', async (group) => {
    const { access } = await signIn([group]);
    expect(await isAllowed(`Bearer ${access}`)).toBe(true);
  });

  it.each([[['teachers']], [['strangers']], [[]]])('may not as one of %j', async (groups) => {
    const { access } = await signIn(groups);
    expect(await isAllowed(`Bearer ${access}`)).toBe(false);
  });

  it('may not with a token that is for something else, their ID token or a changed one', async () => {
    const { access: opaque } = await signIn(['it'], null);
    const { access, id } = await signIn(['it']);
    const changed = `${access.slice(0, -4)}${access.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    const answers = [opaque, id, changed].map((token) => isAllowed(`Bearer ${token}`));
    expect(await Promise.all(answers)).toEqual([false, false, false]);
  });

  it('may besides those who have the token of the operators', async () => {
    const token = 'a token that is long enough, of the operators';
    const both = await connectAuthorisation(readConfig({ ...settings(), CODEC_SERVER_TOKEN: token }));
    const { access } = await signIn(['it']);
    expect(await Promise.all([both(`Bearer ${token}`), both(`Bearer ${access}`), both('Bearer x')])).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the codec server does not start', () => {
  it('when nobody could ask', async () => {
    const config = readConfig({ ...settings(), CODEC_SERVER_AUDIENCE: '' });
    await expect(connectAuthorisation(config)).rejects.toThrow('nobody could ask');
  });

  it('when the provider is spoken to without TLS, but on the local stack', async () => {
    const config = readConfig({ ...settings(), LOCAL_STACK: 'false' });
    await expect(connectAuthorisation(config)).rejects.toThrow('HTTPS');
  });
});
