import type { Attempt } from '../../db/attempts.ts';
import { isRunning } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';

/**
 * Records a sign of life from the learner's page; only running proctored attempts are watched (differences §2.9).
 * Learners who are asked whether to submit are recorded too, so that they do not count as silent if they return to the
 * exam.
 */
export function noteSignOfLife(deps: Pick<AppDeps, 'heartbeats' | 'clock'>, attempt: Attempt): void {
  if (attempt.exam.isProctored && isRunning(attempt.status)) deps.heartbeats.note(attempt.id, deps.clock());
}
