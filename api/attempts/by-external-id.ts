import { listAttemptsByExternalId, type Attempt } from '../../db/attempts.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import { asSeenAt } from './as-seen-at.ts';

/**
 * The attempt that a vendor means by its id, among those that `mayBeMeant`: a vendor may have one id for all attempts of
 * a learner on an exam, and then the newest that is not superseded. Null when there is none; throws `attempt_ambiguous`
 * when several learners or exams share the id.
 */
export async function attemptByExternalId(
  deps: AppDeps,
  externalId: string,
  mayBeMeant: (attempt: Attempt) => boolean,
): Promise<Attempt | null> {
  const [meant, ...others] = (await listAttemptsByExternalId(deps.pool, externalId)).filter(mayBeMeant);
  if (!meant) return null;
  const isElsewhere = (other: Attempt) => other.user.id !== meant.user.id || other.exam.id !== meant.exam.id;
  if (others.some(isElsewhere)) throw new ApiError('attempt_ambiguous');
  return asSeenAt(meant, deps.clock(), deps.config.flags);
}
