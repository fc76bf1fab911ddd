import { SignJWT, type JWTPayload } from 'jose';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { OWN_PREFIX } from '../wire/addresses.ts';
import { deriveKeys } from './keys.ts';
import { lmsClaims, type LmsClaims } from './lms-tokens.ts';
import { trySharedKeys } from './try-keys.ts';

const ISSUER = 'durable-proctoring console';
/** However often somebody stays, they sign in again after a day. */
const LONGEST_SECONDS = 24 * 60 * 60;

/** Somebody for whom a session can be started, with the claims of a sign-in token. */
export interface SessionPerson {
  preferred_username: string;
  user_id?: number | undefined;
  name?: string | undefined;
  email?: string | undefined;
  administrator?: boolean | undefined;
  roles?: string[] | undefined;
}

type Reply = Pick<FastifyReply, 'setCookie'>;
type Request = Pick<FastifyRequest, 'cookies' | 'url'>;

/**
 * Sessions of the console: a signed cookie of this host alone that scripts cannot read. It counts for our own routes only, so
 * that nobody is staff on a learner's page. Its key signs nothing else.
 */
export interface Sessions {
  /** Sets the cookie; answers until when it holds, in epoch milliseconds. */
  start(reply: Reply, person: SessionPerson): Promise<number>;
  /** The same for whoever has one already, at most until a day after they signed in; null without one. */
  renew(request: Request, reply: Reply): Promise<{ username: string; expiresAt: number } | null>;
  end(reply: Pick<FastifyReply, 'clearCookie'>): void;
  /** Whether the request comes with a session, valid or not. */
  isNamedBy(request: Request): boolean;
  /** The claims of the request's session; null without one. Throws jose's errors for one that is not ours or has ended. */
  read(request: Request): Promise<LmsClaims | null>;
}

export function createSessions(config: Pick<Config, 'auth' | 'api'>, clock: () => number): Sessions {
  const keys = deriveKeys(config, 'console sessions');
  const secure = config.api.secureCookies;
  const cookie = secure ? '__Host-console' : 'console';
  const place = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

  const tokenOf = ({ cookies, url }: Request) => (url.startsWith(`${OWN_PREFIX}/`) ? cookies[cookie] : undefined);

  async function verify(token: string): Promise<JWTPayload> {
    const checks = { issuer: ISSUER, currentDate: new Date(clock()) };
    return (await trySharedKeys(token, keys.all, checks)).payload;
  }

  /** `signedInAt` in epoch seconds. */
  async function issue(reply: Reply, person: SessionPerson, signedInAt: number): Promise<number> {
    const issuedAt = Math.floor(clock() / 1000);
    const expiresAt = Math.min(issuedAt + config.auth.sessionMinutes * 60, signedInAt + LONGEST_SECONDS);
    const token = await new SignJWT({ ...person, auth_time: signedInAt })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(keys.newest);
    reply.setCookie(cookie, token, { ...place, maxAge: expiresAt - issuedAt });
    return expiresAt * 1000;
  }

  return {
    start: (reply, person) => issue(reply, person, Math.floor(clock() / 1000)),
    async renew(request, reply) {
      const token = tokenOf(request);
      if (token === undefined) return null;
      const { auth_time: signedInAt, iat, exp, iss, ...person } = await verify(token);
      const claims = lmsClaims.parse({ ...person, iat, exp, iss });
      const since = typeof signedInAt === 'number' ? signedInAt : (iat ?? 0);
      const expiresAt = await issue(reply, { ...person, preferred_username: claims.preferred_username }, since);
      return { username: claims.preferred_username, expiresAt };
    },
    end(reply) {
      reply.clearCookie(cookie, place);
    },
    isNamedBy: (request) => tokenOf(request) !== undefined,
    async read(request) {
      const token = tokenOf(request);
      return token === undefined ? null : lmsClaims.parse(await verify(token));
    },
  };
}
