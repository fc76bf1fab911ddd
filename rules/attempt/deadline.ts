import { endOf, isClockRunning, isPaused } from './clock.ts';
import type { AttemptState } from './state.ts';
import { isIncomplete } from './statuses.ts';

const RETENTION_MS = 365 * 24 * 60 * 60 * 1000;

export interface Deadline {
  /** Epoch milliseconds. */
  at: number;
  summary: string;
  kind: 'end' | 'pause' | 'retention';
}

/** When the attempt will next do something by itself. */
export function deadlineOf(state: AttemptState): Deadline | null {
  if (isClockRunning(state) && isPaused(state)) {
    return { at: state.pauseEndsAt ?? Infinity, summary: 'paused for too long', kind: 'pause' };
  }
  const end = endOf(state);
  if (end !== null && isClockRunning(state)) return { at: end, summary: 'exam ends', kind: 'end' };
  return isIncomplete(state.status) ? null : retentionOf(state);
}

/** When an attempt to which nothing happens any more no longer needs a workflow. */
export function retentionOf({ modifiedAt }: AttemptState): Deadline {
  return { at: modifiedAt + RETENTION_MS, summary: 'retention over', kind: 'retention' };
}
