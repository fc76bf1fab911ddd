import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { deriveKeys } from './keys.ts';
import type { SignInUnderWay } from './oidc.ts';
import { trySharedKeys } from './try-keys.ts';

const ISSUER = 'durable-proctoring sign-in';
const LIFETIME_SECONDS = 10 * 60;

const remembered = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() });

/** Remembers in the browser itself, signed and for ten minutes, what it must bring back from the provider. */
export interface SignInCookie {
  set(reply: Pick<FastifyReply, 'setCookie'>, underWay: SignInUnderWay): Promise<void>;
  /** What was remembered, and nothing any more afterwards; null if there is none of ours. */
  take(
    request: Pick<FastifyRequest, 'cookies'>,
    reply: Pick<FastifyReply, 'clearCookie'>,
  ): Promise<SignInUnderWay | null>;
}

export function createSignInCookie(config: Pick<Config, 'auth' | 'api'>, clock: () => number): SignInCookie {
  const keys = deriveKeys(config, 'sign-ins under way');
  const secure = config.api.secureCookies;
  const cookie = secure ? '__Host-sign-in' : 'sign-in';
  const place = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    async set(reply, underWay) {
      const issuedAt = Math.floor(clock() / 1000);
      const token = await new SignJWT({ ...underWay })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(keys.newest);
      reply.setCookie(cookie, token, { ...place, maxAge: LIFETIME_SECONDS });
    },
    async take({ cookies }, reply) {
      const token = cookies[cookie];
      if (token === undefined) return null;
      reply.clearCookie(cookie, place);
      try {
        const { payload } = await trySharedKeys(token, keys.all, { issuer: ISSUER, currentDate: new Date(clock()) });
        return remembered.parse(payload);
      } catch {
        return null;
      }
    },
  };
}
