import type { Lane } from '../rules/attempt/effects.ts';

/**
 * The task queue in which the effects of a lane wait. Every worker has places for each lane apart, so that a target that
 * hangs takes none from other targets, nor from the requests that a learner waits for.
 */
export function laneQueueOf(taskQueue: string, lane: Lane): string {
  return `${taskQueue}/${lane}`;
}
