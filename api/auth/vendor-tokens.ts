import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { deriveKeys } from './keys.ts';
import { trySharedKeys } from './try-keys.ts';
import type { Verified } from './verified-tokens.ts';

/** Issuer of the tokens that we give to vendors. */
export const OWN_ISSUER = 'durable-proctoring';

const LIFETIME_SECONDS = 60 * 60;
const claims = z.object({ preferred_username: z.string(), groups: z.array(z.string()), exp: z.number() });

export type VendorClaims = z.output<typeof claims>;

/** Tokens of our own for vendors' accounts; their key signs nothing else. */
export interface VendorTokens {
  issue(account: { username: string; groups: readonly string[] }): Promise<{ token: string; expiresIn: number }>;
  /** Throws jose's errors for a token that is not ours or has expired. */
  verify(token: string): Promise<Verified<VendorClaims>>;
}

export function createVendorTokens(config: Pick<Config, 'auth'>, clock: () => number): VendorTokens {
  const keys = deriveKeys(config, 'vendor tokens');
  return {
    async issue({ username, groups }) {
      const issuedAt = Math.floor(clock() / 1000);
      const token = await new SignJWT({ preferred_username: username, groups })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(OWN_ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(keys.newest);
      return { token, expiresIn: LIFETIME_SECONDS };
    },
    async verify(token) {
      const checks = { issuer: OWN_ISSUER, currentDate: new Date(clock()) };
      const { all } = keys;
      const { payload } = await trySharedKeys(token, all, checks);
      return { claims: claims.parse(payload), expiresAt: payload.exp ?? 0, isCurrent: () => keys.all === all };
    },
  };
}
