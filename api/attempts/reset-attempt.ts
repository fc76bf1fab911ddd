import { isAnotherBeingMade } from '../../db/attempt-places.ts';
import { findLiveAttemptByCode, type Attempt } from '../../db/attempts.ts';
import { findExam } from '../../db/exams.ts';
import type { LatestAttempt } from '../../rules/attempt/creation.ts';
import { mayBeReset } from '../../rules/attempt/transition-table.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { asLatest } from './clock-facts.ts';
import { byMessage, creationFacts, orderAttempt } from './create-attempt.ts';
import { orEarlierTry } from './earlier-try.ts';

/** The attempt that took the place of one that was reset before; null if none did, or it was not. */
async function findSuccessor({ pool }: AppDeps, named: Attempt, latest: LatestAttempt | null): Promise<number | null> {
  const wasReset = named.deletedAt !== null || named.status === 'onboarding_reset';
  if (!wasReset || latest === null || latest.attemptCode === named.attemptCode) return null;
  return (await findLiveAttemptByCode(pool, latest.attemptCode))?.id ?? null;
}

/**
 * What is replaced if the learner has no attempt: one that was removed by a reset whose other half never came. Throws
 * `service_unavailable` if it has just been removed; then its successor may be on its way.
 */
function requireRemoved(named: Attempt): LatestAttempt {
  const removed = named.deletedAt === null ? null : asLatest(named);
  if (removed === null) throw new ApiError('service_unavailable');
  return removed;
}

/**
 * Everything is checked before the old attempt is touched, so that nothing is lost if the new one cannot be created
 * (differences §1.8).
 */
async function replaceLatest(deps: AppDeps, caller: Caller, named: Attempt, attemptCode: string): Promise<number> {
  const exam = await findExam(deps.pool, named.exam.id);
  if (!exam) throw new ApiError('exam_not_found');
  const place = { userId: caller.userId, examId: exam.id, attemptCode };
  // Looked at before the learner's attempts: it is either here or there.
  if (named.deletedAt !== null && (await isAnotherBeingMade(deps.pool, place)))
    throw new ApiError('service_unavailable');
  const facts = await creationFacts(deps, caller, exam);
  const { latest } = facts;
  const successor = await findSuccessor(deps, named, latest);
  if (successor !== null) return successor;
  const replaced = latest ?? requireRemoved(named);
  if (!exam.isPracticeExam || !replaced.isSampleAttempt) throw new ApiError('exam_not_practice');
  if (!mayBeReset(replaced.status)) throw new ApiError('reset_not_allowed');
  const takingAsProctored = replaced.takingAsProctored && exam.isProctored;
  const wish = {
    takingAsProctored,
    startClock: false,
    decline: false,
    ...(latest !== null && { resetOf: latest.attemptCode }),
  };
  return await orderAttempt(deps, { caller, exam, facts }, wish, { attemptCode, resetting: true });
}

/**
 * Replaces the learner's latest attempt on a practice exam by a new one (rest-api §6.4). A repeat gets that one, whether it
 * is known by its message or by `named`, the attempt in its path.
 */
export async function resetAttemptFor(
  deps: AppDeps,
  caller: Caller,
  named: Attempt,
  messageId: string | null,
): Promise<number> {
  const { made, attemptCode } = await byMessage(deps, messageId);
  if (made) return made.id;
  return await orEarlierTry(deps, { attemptCode, messageId }, () => replaceLatest(deps, caller, named, attemptCode));
}
