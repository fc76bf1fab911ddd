import type { Attempt } from '../../db/attempts.ts';
import { isRunning } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';
import { asSeenAt } from './as-seen-at.ts';

/** A learner's attempts whose clock is running now, newest first; in all courses unless one is named. */
export async function runningNow(deps: AppDeps, userId: number, courseId: string | null = null): Promise<Attempt[]> {
  const now = deps.clock();
  const attempts = await deps.reads.runningAttempts(userId);
  return attempts
    .filter(({ exam }) => courseId === null || exam.courseId === courseId)
    .map((each) => asSeenAt(each, now, deps.config.flags))
    .filter(({ status }) => isRunning(status));
}

/**
 * Throws `other_exam_running` while the clock of another of the learner's attempts runs (edx-exams §5). What begins at the
 * same instant is not seen here: a start that is `isOneAtATime` is checked again where it is recorded.
 */
export async function requireNothingRunning(deps: AppDeps, userId: number, except?: Attempt): Promise<void> {
  const others = (await runningNow(deps, userId)).filter(({ id }) => id !== except?.id);
  if (others.length > 0) throw new ApiError('other_exam_running');
}
