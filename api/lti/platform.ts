import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Config } from '../../config.ts';
import { createLtiIds, keyIdOf, type LtiIds } from '../../vendors/lti/ids.ts';
import { ownKeys } from '../auth/own-keys.ts';
import { remade } from '../auth/remade.ts';
import { tryKeys } from '../auth/try-keys.ts';
import { createToolTokens, type ToolTokens } from './tool-tokens.ts';

const ALGORITHM = 'RS256';
/** Life of a message and of an access token (edx-exams §6). */
export const TOKEN_SECONDS = 3600;

/** What a signed token is; one of the other kind is not taken for it. */
export type TokenKind = 'JWT' | 'at+jwt';

/** We as the platform of LTI tools: what we sign, and what they check it with. */
export interface LtiPlatform {
  ids: LtiIds;
  /** Checks what tools have signed. */
  toolTokens: ToolTokens;
  /** Signs claims in the name of the issuer, for `TOKEN_SECONDS`. */
  sign(issuer: string, claims: JWTPayload, kind: TokenKind): Promise<string>;
  /** The claims of an access token of ours; throws jose's errors. */
  readAccessToken(token: string): Promise<JWTPayload>;
  /** The public keys, the newest first. */
  publicKeys(): Promise<{ keys: JWK[] }>;
}

type Settings = Pick<Config, 'proctoring' | 'isLocalStack'>;

async function describe(key: KeyObject): Promise<JWK> {
  const jwk = await exportJWK(createPublicKey(key));
  return { ...jwk, kid: keyIdOf(await calculateJwkThumbprint(jwk)), use: 'sig', alg: ALGORITHM };
}

/** The platform of this process; `clock` in epoch milliseconds. */
export function createLtiPlatform(config: Settings, clock: () => number): LtiPlatform {
  const keys = remade(
    () => config.proctoring.lti.keys,
    (given) => ownKeys(given, config.isLocalStack),
  );
  const publicKeys = async () => ({ keys: await Promise.all(keys().map(describe)) });
  return {
    ids: createLtiIds(config.proctoring.obfuscationKey),
    toolTokens: createToolTokens(),
    publicKeys,
    async sign(issuer, claims, kind) {
      const [newest] = keys();
      if (!newest) throw new Error('LTI_KEY is missing');
      const { kid = '' } = await describe(newest);
      const issuedAt = Math.floor(clock() / 1000);
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: kind })
        .setIssuer(issuer)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + TOKEN_SECONDS)
        .sign(newest);
    },
    async readAccessToken(token) {
      const checks = { typ: 'at+jwt', requiredClaims: ['exp', 'sub'], currentDate: new Date(clock()) };
      const set = createLocalJWKSet(await publicKeys());
      return (await tryKeys(token, set, checks)).payload;
    },
  };
}
