import { endOf, isClockRunning, isPaused } from './clock.ts';
import type { AttemptState } from './state.ts';
import { isIncomplete } from './statuses.ts';

/** After so many days without a change, a settled attempt does without a workflow, unless a setting says otherwise. */
export const DEFAULT_SETTLED_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Deadline {
  /** Epoch milliseconds. */
  at: number;
  summary: string;
  kind: 'end' | 'pause' | 'retention';
}

/**
 * When the attempt will next do something by itself: its clock or its pause ends, or, `settledDays` after its last change,
 * nothing happens to it any more.
 */
export function deadlineOf(state: AttemptState, settledDays = DEFAULT_SETTLED_DAYS): Deadline | null {
  if (isClockRunning(state) && isPaused(state)) {
    return { at: state.pauseEndsAt ?? Infinity, summary: 'paused for too long', kind: 'pause' };
  }
  const end = endOf(state);
  if (end !== null && isClockRunning(state)) return { at: end, summary: 'exam ends', kind: 'end' };
  return isIncomplete(state.status) ? null : retentionOf(state, settledDays);
}

/** When an attempt to which nothing happens any more no longer needs a workflow. */
export function retentionOf({ modifiedAt }: AttemptState, settledDays: number): Deadline {
  return { at: modifiedAt + settledDays * DAY_MS, summary: 'retention over', kind: 'retention' };
}
