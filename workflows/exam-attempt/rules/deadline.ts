import { endOf } from './clock.ts';
import type { AttemptState } from './state.ts';
import { isIncomplete, isRunning } from './statuses.ts';

const RETENTION_MS = 365 * 24 * 60 * 60 * 1000;

export interface Deadline {
  /** Epoch milliseconds. */
  at: number;
  summary: string;
  kind: 'end' | 'retention';
}

/** When the attempt next does something by itself. */
export function deadlineOf(state: AttemptState): Deadline | null {
  const end = endOf(state);
  if (end !== null && isRunning(state.status)) return { at: end, summary: 'exam ends', kind: 'end' };
  if (isIncomplete(state.status)) return null;
  return { at: state.modifiedAt + RETENTION_MS, summary: 'retention over', kind: 'retention' };
}
