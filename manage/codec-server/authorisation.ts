import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import type { Config } from '../../config.ts';
import { isSameSecret } from '../../vendors/secret-comparison.ts';

/** Whether the value of a header `Authorization` is that of somebody who may read payloads. */
export type IsAllowed = (authorization: string | undefined) => Promise<boolean>;

/** Roles that see what workflows hold elsewhere too. */
const READERS = new Set(['administrator', 'operator']);

/** By a token that the operators share, as the command line sends it; asked for at each request. */
export function byToken(token: () => string): IsAllowed {
  return (authorization) => Promise.resolve(isSameSecret(authorization ?? '', `Bearer ${token()}`));
}

interface AccessTokens {
  issuer: string;
  audience: string;
  key: JWTVerifyGetKey;
  rolesClaim: string;
  /** Roles for values of that claim. */
  roles: Readonly<Record<string, readonly string[]>>;
}

/** By the access token of the person who is signed in to the Temporal UI, which passes it on. */
export function byAccessToken({ issuer, audience, key, rolesClaim, roles }: AccessTokens): IsAllowed {
  return async (authorization) => {
    const [scheme, token] = authorization?.split(' ', 2) ?? [];
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return false;
    try {
      const { payload } = await jwtVerify(token, key, { issuer, audience });
      const values = [payload[rolesClaim] ?? []].flat().map(String);
      return values.some((value) => roles[value]?.some((role) => READERS.has(role)));
    } catch {
      return false;
    }
  };
}

/** What the provider says of itself; over plain http on the local stack alone. Throws when it cannot be reached. */
async function discover(issuer: string, clientId: string, isLocalStack: boolean) {
  const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
    // oxlint-disable-next-line typescript/no-deprecated -- deprecated so that nobody uses it by mistake
    execute: isLocalStack ? [client.allowInsecureRequests] : [],
  });
  return found.serverMetadata();
}

/** The ways that are configured; throws if there is none. */
export async function connectAuthorisation({ codecServer, auth, isLocalStack }: Config): Promise<IsAllowed> {
  const { token } = codecServer;
  const ways: IsAllowed[] = token === undefined ? [] : [byToken(() => codecServer.token ?? token)];
  if (auth.oidc && codecServer.audience !== undefined) {
    const { issuer, clientId, rolesClaim, roles } = auth.oidc;
    const metadata = await discover(issuer, clientId, isLocalStack);
    if (metadata.jwks_uri === undefined) throw new Error(`${issuer} names no keys`);
    const key = createRemoteJWKSet(new URL(metadata.jwks_uri));
    ways.push(byAccessToken({ issuer: metadata.issuer, audience: codecServer.audience, key, rolesClaim, roles }));
  }
  if (ways.length === 0)
    throw new Error('CODEC_SERVER_TOKEN, or OIDC_ISSUER with CODEC_SERVER_AUDIENCE, is missing: nobody could ask');
  return async (authorization) => {
    for (const isAllowed of ways) if (await isAllowed(authorization)) return true;
    return false;
  };
}
