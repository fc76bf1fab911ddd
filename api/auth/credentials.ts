import type { FastifyRequest } from 'fastify';
import type { Csrf } from './csrf.ts';

const COOKIE_START = 'edx-jwt-cookie-header-payload';
const COOKIE_SIGNATURE = 'edx-jwt-cookie-signature';

/**
 * The token that a request carries, from `Authorization: JWT …` or `Bearer …`, else from the Open edX cookie pair,
 * which browsers send automatically, so a write with it also needs the CSRF token. Null without any (rest-api §2.2).
 */
export function tokenOf(request: FastifyRequest, csrf: Csrf): string | null {
  const header = /^(?:JWT|Bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  if (header?.[1]) return header[1];
  const { [COOKIE_START]: start, [COOKIE_SIGNATURE]: signature } = request.cookies;
  if (!start || !signature) return null;
  csrf.check(request);
  return `${start}.${signature}`;
}
