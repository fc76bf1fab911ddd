import type { FastifyBaseLogger } from 'fastify';
import { isListedAsStaff } from '../db/course-staff.ts';
import type { ApiService } from '../service.ts';
import type { AppDeps } from './app-deps.ts';
import { createGroupCounts } from './attempts/group-counts.ts';
import { createBoards } from './board/boards.ts';
import { createExamTokens } from './auth/exam-tokens.ts';
import { createJwtAuthentication } from './auth/jwt.ts';
import { createPeopleCache } from './auth/people-cache.ts';
import { createGatheredReads } from './gathered-reads.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createLtiPlatform } from './lti/platform.ts';

/** What the API is made of, over the service that it is the way into; tests and the process add or replace parts. */
export function createAppDeps(
  service: ApiService,
  logger: FastifyBaseLogger,
  own: Partial<AppDeps> = {},
): AppDeps & Required<Pick<AppDeps, 'onRetired'>> {
  const { config, pool, clock, vendors, lookups, isPlatformStaff } = service;
  const people = createPeopleCache(pool, clock);
  const onFailure = (error: unknown) => logger.error({ err: error }, 'could not write heartbeats');
  return {
    ...service,
    logger,
    reads: createGatheredReads(pool),
    authenticate: createJwtAuthentication({
      config,
      people,
      lookups,
      isListedAsStaff: (person, course) => isListedAsStaff(pool, person, course),
      isPlatformStaff,
      clock,
    }),
    examTokens: createExamTokens(config, clock),
    lti: createLtiPlatform(config, clock),
    ...own,
    onRetired: people.forget,
    groupCounts: createGroupCounts({ pool, clock, logger }),
    boards: createBoards({ pool, clock, vendors, config, logger }),
    heartbeats: own.heartbeats ?? createHeartbeats({ pool, clock, onFailure }),
  };
}
