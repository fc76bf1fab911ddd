import * as client from 'openid-client';
import type { Config } from '../../config.ts';
import type { SessionPerson } from './sessions.ts';

type Settings = NonNullable<Config['auth']['oidc']>;

const TIMEOUT_SECONDS = 10;

/** What a browser must bring back from the provider, and where it goes then. */
export interface SignInUnderWay {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** Signing in by an OpenID provider: the authorisation code flow with PKCE. */
export interface OpenIdSignIn {
  /** Where the browser is sent, and what has to be remembered of it. Throws when the provider cannot be reached. */
  begin(redirectUri: string, returnTo: string): Promise<{ url: string; underWay: SignInUnderWay }>;
  /** The person that the provider names at the address to which the browser came back; throws if anything is not right. */
  finish(cameBackTo: URL, underWay: SignInUnderWay): Promise<SessionPerson>;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The person of an ID token: only the roles that the settings give to the values of its claim. */
export function personOf(claims: Record<string, unknown>, settings: Settings): SessionPerson {
  const username = textOf(claims[settings.usernameClaim]);
  if (username === undefined) throw new Error(`The ID token has no claim ${settings.usernameClaim}`);
  const values = [claims[settings.rolesClaim] ?? []].flat();
  const roles = values.flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(settings.roles, value) ? (settings.roles[value] ?? []) : [],
  );
  return {
    preferred_username: username,
    name: textOf(claims['name']),
    email: textOf(claims['email']),
    administrator: roles.includes('administrator'),
    roles: [...new Set(roles)].filter((role) => role !== 'administrator'),
  };
}

/** `present` is read at each use. A provider over plain http is let through on the local stack alone. */
export function createOpenIdSignIn(
  present: () => Settings,
  { isLocalStack }: Pick<Config, 'isLocalStack'>,
): OpenIdSignIn {
  let found: { by: Settings; provider: Promise<client.Configuration> } | null = null;

  function discover(settings: Settings): Promise<client.Configuration> {
    if (found?.by === settings) return found.provider;
    const provider = client
      .discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
        timeout: TIMEOUT_SECONDS,
        // oxlint-disable-next-line typescript/no-deprecated -- deprecated so that nobody uses it by mistake
        execute: isLocalStack ? [client.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = null;
        throw error;
      });
    found = { by: settings, provider };
    return provider;
  }

  return {
    async begin(redirectUri, returnTo) {
      const settings = present();
      const provider = await discover(settings);
      const underWay = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
      };
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state: underWay.state,
        nonce: underWay.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(underWay.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, underWay };
    },
    async finish(cameBackTo, { state, nonce, verifier }) {
      const settings = present();
      const tokens = await client.authorizationCodeGrant(await discover(settings), cameBackTo, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return personOf(tokens.claims() ?? {}, settings);
    },
  };
}
