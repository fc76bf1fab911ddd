import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { ApiError } from '../errors/api-error.ts';
import { areEqual, deriveKeys, sign, unsign } from './keys.ts';

/** The name that clients know, and one that no cookie of the LMS on a parent domain has (edx-exams §1). */
const COOKIES = ['csrftoken', 'edx_exams_csrftoken'] as const;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Signed tokens in a cookie that must be repeated in a header, for callers who sign in with cookies. */
export interface Csrf {
  /** Returns the caller's token, and sets it as a cookie. */
  issue(request: FastifyRequest, reply: Pick<FastifyReply, 'setCookie'>): string;
  /** Throws `csrf_failed` for an unsafe request without the right token. */
  check(request: FastifyRequest): void;
}

export function createCsrf(config: Pick<Config, 'auth' | 'api'>): Csrf {
  const keys = deriveKeys(config, 'csrf tokens');
  const secure = config.api.secureCookies;
  const known = (request: FastifyRequest): string | null => {
    const tokens = COOKIES.map((name) => request.cookies[name]);
    return tokens.find((token) => token && unsign(token, keys) !== null) ?? null;
  };
  return {
    issue(request, reply) {
      const token = known(request) ?? sign(randomBytes(24).toString('base64url'), keys);
      const options = { path: '/', sameSite: 'lax', secure, httpOnly: true, maxAge: YEAR_SECONDS } as const;
      for (const name of COOKIES) reply.setCookie(name, token, options);
      return token;
    },
    check(request) {
      if (SAFE_METHODS.includes(request.method)) return;
      const token = known(request);
      const sent = request.headers['x-csrftoken'];
      if (token === null || typeof sent !== 'string' || !areEqual(sent, token)) throw new ApiError('csrf_failed');
    },
  };
}
