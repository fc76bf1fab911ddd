import type { TransitionRow } from '../../db/timeline.ts';
import { isFlag, isIncomplete, isStatus } from '../../rules/attempt/statuses.ts';

type Step = Pick<TransitionRow, 'event' | 'toStatus' | 'at'>;

/** The status after a step is one in which a clock may run. */
const isOpen = ({ toStatus: to }: Step) => isStatus(to) && (isIncomplete(to) || isFlag(to));

/**
 * The times in which a clock was paused, the oldest first; instants in epoch milliseconds, `to` null while it lasts. Staff
 * end a pause, or whatever stops the clock for good.
 */
export function pausesOf(steps: readonly Step[]): { from: number; to: number | null }[] {
  return steps.flatMap(({ event, at }, index) => {
    if (event !== 'pause') return [];
    const end = steps.slice(index + 1).find((step) => step.event === 'unpause' || !isOpen(step));
    return [{ from: at, to: end?.at ?? null }];
  });
}
