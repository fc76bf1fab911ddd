import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { SHARED_KEY } from './configuration.ts';

/** Body of the hook `token`. */
export const TOKEN = z.object({
  username: z.string(),
  claims: z.record(z.string(), z.unknown()).default({}),
  without: z.array(z.string()).default([]),
  /** Seconds for which it holds. */
  ttl: z.number().default(3600),
  /** Another shared key. */
  key: z.string().optional(),
  rsa: z.boolean().default(false),
});

/** Body of the hook `tool_jwt`. */
export const TOOL_JWT = z.object({
  claims: z.record(z.string(), z.unknown()),
  ttl: z.number().default(300),
  other_key: z.boolean().default(false),
});

/** The LMS and an LTI tool, as far as they sign tokens. */
export interface SignIn {
  /** The tool's public key as PEM. */
  toolKey: string;
  token(wish: z.output<typeof TOKEN>): Promise<{ token: string; header_payload: string; signature: string }>;
  toolJwt(wish: z.output<typeof TOOL_JWT>): Promise<{ jwt: string }>;
}

export const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Signs as the LMS whose private key this is; `now` in epoch milliseconds. */
export function createSignIn(lmsKey: KeyObject, now: () => number): SignIn {
  const [toolKey, otherKey] = [newKey(), newKey()];
  return {
    toolKey: createPublicKey(toolKey).export({ type: 'spki', format: 'pem' }).toString(),
    async token({ username, claims, without, ttl, key = SHARED_KEY, rsa }) {
      const issuedAt = Math.floor(now() / 1000);
      const all: Record<string, unknown> = {
        iss: 'https://lms.example.com/oauth2',
        aud: 'lms-key',
        preferred_username: username,
        user_id: 7001,
        email: `${username}@example.com`,
        name: `${capitalised(username)} Learner`,
        administrator: false,
        version: '1.2.0',
        scopes: ['email', 'profile'],
        iat: issuedAt,
        exp: issuedAt + ttl,
        ...claims,
      };
      const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
      const signer = new SignJWT(kept).setProtectedHeader({ alg: rsa ? 'RS512' : 'HS256', typ: 'JWT' });
      const token = await signer.sign(rsa ? lmsKey : new TextEncoder().encode(key));
      const end = token.lastIndexOf('.');
      return { token, header_payload: token.slice(0, end), signature: token.slice(end + 1) };
    },
    async toolJwt({ claims, ttl, other_key: isOther }) {
      const issuedAt = Math.floor(now() / 1000);
      const jwt = await new SignJWT({ iat: issuedAt, exp: issuedAt + ttl, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .sign(createPrivateKey((isOther ? otherKey : toolKey).export({ type: 'pkcs8', format: 'pem' })));
      return { jwt };
    },
  };
}
