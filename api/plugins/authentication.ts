import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../../config.ts';
import { isOpen } from '../permissions/scopes.ts';
import { ApiError } from '../errors/api-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { addErrors } from '../errors/route-errors.ts';
import type { Authenticate, Caller } from '../auth/caller.ts';
import { createLimit, type Limit } from './rate-limits.ts';
import { isWrite } from './writes.ts';

export interface AuthenticationOptions {
  authenticate: Authenticate;
  config: Config;
}

/** How many people's requests are counted at the same time: more than take an exam at once on one process. */
const MOST_PEOPLE = 20_000;

/** What can go wrong with signing in. */
const SIGN_IN_ERRORS: readonly ErrorCode[] = [
  'not_authenticated',
  'token_invalid',
  'token_expired',
  'token_restricted',
  'account_retired',
  'sign_in_unavailable',
  'database_unavailable',
  'too_many_requests',
];

/** Services speak for many people, and global staff may do anything anyway. */
function isExempt({ auth }: Config, { isGlobalStaff, groups, username }: Caller): boolean {
  return isGlobalStaff || groups.length > 0 || username === auth.retirementWorker;
}

/** Requests that one person may send in a minute, so that nobody can occupy a process alone; null without a limit. */
function personalLimit({ api }: Config): Limit | null {
  return api.requestsPerMinute === 0 ? null : createLimit({ max: api.requestsPerMinute, keys: MOST_PEOPLE });
}

/**
 * Identifies the caller before the request body is read; refuses everybody else with 403 (rest-api §2.2), and
 * people who ask too much with 429.
 */
export const authentication = fp(
  async (app: FastifyInstance, { authenticate, config }: AuthenticationOptions) => {
    const limit = personalLimit(config);
    app.decorateRequest('signedIn', null);
    app.addHook('onRoute', (route) => {
      if (isOpen(route.config)) return;
      addErrors(route, SIGN_IN_ERRORS);
      if (isWrite(route.method)) addErrors(route, ['csrf_failed']);
    });
    app.addHook('onRequest', async (request) => {
      if (isOpen(request.routeOptions.config) || request.is404) return;
      request.signedIn = await authenticate(request);
      const caller = callerOf(request);
      if (!isExempt(config, caller)) limit?.(String(caller.userId));
    });
  },
  { name: 'authentication', dependencies: ['hardening'] },
);

/** The caller of a route that needs a login. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.signedIn === null) throw new ApiError('not_authenticated');
  return request.signedIn;
}
