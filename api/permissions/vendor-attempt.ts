import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import { attemptByExternalId } from '../attempts/by-external-id.ts';
import type { Caller } from '../auth/caller.ts';
import type { ApiError } from '../errors/api-error.ts';
import { callerOf } from '../plugins/authentication.ts';

const inPath = z.object({ external_id: z.string() });

/** The attempt's own provider has an account in the group `<backend>_review` (rest-api §9.2). */
export function isReviewer({ vendors }: AppDeps, caller: Caller, { exam }: Attempt): boolean {
  return caller.isGlobalStaff || caller.groups.includes(`${exam.backend || vendors.defaultName}_review`);
}

export function isReviewerOrLearner(deps: AppDeps, caller: Caller, attempt: Attempt): boolean {
  return attempt.user.id === caller.userId || isReviewer(deps, caller, attempt);
}

/**
 * The attempt that the caller means and may act on. Each provider numbers its own attempts, so an attempt of another one
 * may have the same id. Throws `refusal` if there are only such attempts; null if there are none at all.
 */
export async function findVendorAttempt(
  deps: AppDeps,
  request: FastifyRequest,
  mayActOn: (deps: AppDeps, caller: Caller, attempt: Attempt) => boolean,
  refusal: ApiError,
): Promise<Attempt | null> {
  const caller = callerOf(request);
  let isForeign = false;
  const attempt = await attemptByExternalId(deps, inPath.parse(request.params).external_id, (found) => {
    const isAllowed = mayActOn(deps, caller, found);
    isForeign ||= !isAllowed;
    return isAllowed;
  });
  if (!attempt && isForeign) throw refusal;
  return attempt;
}
