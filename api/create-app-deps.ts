import type { FastifyBaseLogger } from 'fastify';
import type { ApiService } from '../service.ts';
import type { AppDeps } from './app-deps.ts';
import { createJwtAuthentication } from './auth/jwt.ts';
import { createPeopleCache } from './auth/people-cache.ts';
import { createHeartbeats } from './heartbeats.ts';

/** What the API is made of, over the service that it is the way into; tests and the process add or replace parts. */
export function createAppDeps(
  service: ApiService,
  logger: FastifyBaseLogger,
  own: Partial<AppDeps> = {},
): AppDeps & Required<Pick<AppDeps, 'onRetired'>> {
  const { config, pool, clock, vendors, lookups, attempts, changes, isTemporalReachable } = service;
  const people = createPeopleCache(pool, clock);
  const onFailure = (error: unknown) => logger.error({ err: error }, 'could not write heartbeats');
  return {
    config,
    pool,
    clock,
    vendors,
    lookups,
    attempts,
    changes,
    isTemporalReachable,
    logger,
    authenticate: createJwtAuthentication({ config, people, lookups, clock }),
    ...own,
    onRetired: people.forget,
    heartbeats: own.heartbeats ?? createHeartbeats({ pool, clock, onFailure }),
  };
}
