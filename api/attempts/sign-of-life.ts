import type { Attempt } from '../../db/attempts.ts';
import { isRunning } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';

/**
 * Notes that the learner's page was heard of; only running proctored attempts are watched (differences §2.9). Whoever is asked
 * whether to hand in is heard of too, so that nobody who goes back into the exam has been silent.
 */
export function noteSignOfLife(deps: Pick<AppDeps, 'heartbeats' | 'clock'>, attempt: Attempt): void {
  if (attempt.exam.isProctored && isRunning(attempt.status)) deps.heartbeats.note(attempt.id, deps.clock());
}
