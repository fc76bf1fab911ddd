import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config.ts';
import { deriveKeys, sign, unsign } from './keys.ts';

const COOKIE = 'exam';

/**
 * The signed cookie that a secure browser gets when it opens an exam: it names the attempt, so it opens no other,
 * and it ends with the attempt (vendors §10).
 */
export interface ExamCookie {
  set(reply: Pick<FastifyReply, 'setCookie'>, attemptCode: string, expiresAt: number): void;
  /** The attempt for which the request's browser was opened; null without the cookie or with a forged one. */
  attemptCodeOf(request: Pick<FastifyRequest, 'cookies'>): string | null;
}

export function createExamCookie(config: Pick<Config, 'auth' | 'api'>): ExamCookie {
  const keys = deriveKeys(config, 'exam cookie');
  const secure = config.api.secureCookies;
  return {
    set(reply, attemptCode, expiresAt) {
      const expires = new Date(expiresAt);
      reply.setCookie(COOKIE, sign(attemptCode, keys), { path: '/', httpOnly: true, sameSite: 'lax', secure, expires });
    },
    attemptCodeOf(request) {
      const signed = request.cookies[COOKIE];
      return signed === undefined ? null : unsign(signed, keys);
    },
  };
}
