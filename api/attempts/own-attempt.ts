import type { FastifyRequest } from 'fastify';
import type { DatabasePool } from 'slonik';
import { findAttempt, type Attempt } from '../../db/attempts.ts';
import { ApiError } from '../errors/api-error.ts';
import { callerOf } from '../plugins/authentication.ts';
import { z } from 'zod';

/** The path's parameters as the route's schema has read them. */
const attemptIn = z.object({ attempt_id: z.int() });
const loaded = new WeakMap<FastifyRequest, Attempt>();

/** Loads the attempt of the path for its learner; throws `attempt_not_found`, or `not_the_owner` for anyone else. */
export async function loadOwnAttempt(pool: DatabasePool, request: FastifyRequest): Promise<void> {
  const { data } = attemptIn.safeParse(request.params);
  const attempt = data ? await findAttempt(pool, data.attempt_id) : null;
  if (!attempt) throw new ApiError('attempt_not_found');
  if (attempt.user.id !== callerOf(request).userId) throw new ApiError('not_the_owner');
  loaded.set(request, attempt);
}

/** The attempt that the scope `ownAttempt` has loaded. */
export function ownAttemptOf(request: FastifyRequest): Attempt {
  const attempt = loaded.get(request);
  if (!attempt) throw new Error('The route has not the scope ownAttempt.');
  return attempt;
}
