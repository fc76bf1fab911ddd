import { decodeProtectedHeader, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { createKeySet } from './key-set.ts';
import { remade } from './remade.ts';
import { isUnverified, keysOf, tryKeys, trySharedKeys } from './try-keys.ts';
import type { Verified } from './verified-tokens.ts';

const text = z.string().optional().catch(undefined);

/** Claims as Open edX issues them (architecture "Who may call"). */
export const lmsClaims = z.object({
  preferred_username: z.string().min(1),
  user_id: z.coerce.number().int().positive().optional().catch(undefined),
  email: text,
  name: text,
  /** In Open edX, whether the account is active. */
  email_verified: z.boolean().optional().catch(undefined),
  administrator: z.boolean().optional().catch(undefined),
  /** `staff:COURSE`, `instructor:COURSE`, `invigilator:COURSE`, `reviewer:COURSE`, and `operator`. */
  roles: z.array(z.string()).optional().catch(undefined),
  /** When it was issued, in epoch seconds. */
  iat: z.number().positive().optional().catch(undefined),
  /** Until when it holds, in epoch seconds. */
  exp: z.number(),
  /** Of the token's own format; one of a later main version may mean something else by the same claims. */
  version: z
    .string()
    .regex(/^[01]\./)
    .optional(),
});

export type LmsClaims = z.output<typeof lmsClaims>;

/**
 * Checks a sign-in token; throws jose's errors, zod's for one without a user name, `RestrictedTokenError`, and
 * `KeySetUnavailableError` when it cannot be checked now.
 */
export type VerifyLmsToken = (token: string) => Promise<Verified<LmsClaims>>;

/** The token belongs to an application that may do only what a route allows by scopes; none of ours does. */
export class RestrictedTokenError extends Error {
  override name = 'RestrictedTokenError';
}

/**
 * Checks tokens as Open edX does: HS256 against the shared keys, RS256 to RS512 against the sets of keys, side by side.
 * A key of one kind is never used for the other.
 */
export function createLmsTokenCheck({ auth }: Pick<Config, 'auth'>, clock: () => number): VerifyLmsToken {
  const sharedKeys = remade(
    () => auth.sharedKeys,
    (keys) => keys.map((key) => new TextEncoder().encode(key)),
  );
  const inline = remade(
    () => auth.keySet,
    (set = { keys: [] }) => keysOf(set),
  );
  const remote = auth.jwksUrl === undefined ? null : createKeySet(auth.jwksUrl);

  /** A token that was checked with keys in the settings holds until these are exchanged. */
  async function asConfigured<Keys>(read: () => Keys, check: (keys: Keys) => Promise<{ payload: JWTPayload }>) {
    const keys = read();
    return { payload: (await check(keys)).payload, isCurrent: () => read() === keys };
  }
  const withPairs = async (token: string, checks: JWTVerifyOptions) => {
    try {
      return await asConfigured(inline, (keys) => tryKeys(token, keys, checks));
    } catch (error) {
      if (!remote || !isUnverified(error)) throw error;
    }
    return await remote(token, checks);
  };

  return async (token) => {
    const checks: JWTVerifyOptions = {
      ...(auth.issuers.length > 0 && { issuer: [...auth.issuers] }),
      ...(auth.audiences.length > 0 && { audience: [...auth.audiences] }),
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(clock()),
    };
    const isShared = decodeProtectedHeader(token).alg === 'HS256';
    const { payload, isCurrent } = isShared
      ? await asConfigured(sharedKeys, (keys) => trySharedKeys(token, keys, checks))
      : await withPairs(token, checks);
    if (payload.is_restricted) throw new RestrictedTokenError();
    return { claims: lmsClaims.parse(payload), expiresAt: payload.exp ?? 0, isCurrent };
  };
}
