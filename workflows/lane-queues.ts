import type { Lane } from '../rules/attempt/effects.ts';

/**
 * The task queue in which the effects of a lane wait. Every worker has separate capacity for each lane, so that a hanging
 * target takes none from other targets, or from the requests that a learner waits for.
 */
export function laneQueueOf(taskQueue: string, lane: Lane): string {
  return `${taskQueue}/${lane}`;
}
