import type { Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../ports.ts';

/** Notes that the learner's page was heard of; only running proctored attempts are watched (design §4). */
export function noteSignOfLife(deps: Pick<AppDeps, 'heartbeats' | 'clock'>, attempt: Attempt): void {
  if (attempt.exam.isProctored && attempt.status === 'started') deps.heartbeats.note(attempt.id, deps.clock());
}
