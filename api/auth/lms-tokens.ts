import { decodeProtectedHeader, jwtVerify, type JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { createKeySet } from './key-set.ts';

const text = z.string().optional().catch(undefined);

/** Claims as Open edX issues them (design §7). */
const claims = z.object({
  preferred_username: z.string().min(1),
  user_id: z.coerce.number().int().positive().optional().catch(undefined),
  email: text,
  name: text,
  /** Open edX says here whether the account is active. */
  email_verified: z.boolean().optional().catch(undefined),
  administrator: z.boolean().optional().catch(undefined),
  /** `staff:COURSE` and `instructor:COURSE`. */
  roles: z.array(z.string()).optional().catch(undefined),
  /** When it was issued, in epoch seconds. */
  iat: z.number().positive().optional().catch(undefined),
});

export type LmsClaims = z.output<typeof claims>;

/**
 * Checks a sign-in token; throws jose's errors, zod's for one without a user name, and `KeySetUnavailableError` when it
 * cannot be checked now.
 */
export type VerifyLmsToken = (token: string) => Promise<LmsClaims>;

/** Tokens are checked against the key set where one is configured, HS256 ones against the shared key. */
export function createLmsTokenCheck({ auth }: Pick<Config, 'auth'>, clock: () => number): VerifyLmsToken {
  const shared = auth.jwtSecretKey === undefined ? null : new TextEncoder().encode(auth.jwtSecretKey);
  const keySet = auth.jwksUrl === undefined ? null : createKeySet(auth.jwksUrl);
  return async (token) => {
    const options: JWTVerifyOptions = {
      ...(auth.issuer !== undefined && { issuer: auth.issuer }),
      ...(auth.audience !== undefined && { audience: auth.audience }),
      requiredClaims: ['exp'],
      currentDate: new Date(clock()),
    };
    const isShared = shared !== null && decodeProtectedHeader(token).alg === 'HS256';
    const { payload } = isShared
      ? await jwtVerify(token, shared, { ...options, algorithms: ['HS256'] })
      : await jwtVerify(token, keySet ?? noKeySet, {
          ...options,
          algorithms: ['RS256', 'RS512', 'ES256', 'PS256', 'EdDSA'],
        });
    return claims.parse(payload);
  };
}

function noKeySet(): never {
  throw new TypeError('No key set is configured: set JWT_JWKS_URL.');
}
