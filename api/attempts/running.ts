import { listRunningAttempts, type Attempt } from '../../db/attempts.ts';
import { isRunning } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import { asSeenAt } from './as-seen-at.ts';

/** A learner's attempts whose clock is running now, newest first; in all courses unless one is named. */
export async function runningNow(deps: AppDeps, userId: number, courseId: string | null = null): Promise<Attempt[]> {
  const now = deps.clock();
  const attempts = await listRunningAttempts(deps.pool, userId, courseId);
  return attempts.map((each) => asSeenAt(each, now, deps.config.flags)).filter(({ status }) => isRunning(status));
}
