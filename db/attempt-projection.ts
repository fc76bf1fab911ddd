import { deadlineOf } from '../rules/attempt/deadline.ts';
import type { AttemptState } from '../rules/attempt/state.ts';
import type { ProjectedAttempt } from './attempt-store.ts';

/** The row of an attempt in that state. */
export function projectionOf(state: AttemptState): ProjectedAttempt {
  const { pausedAt = null, pausedMs = 0, unpausedAt = null, incidentMins = 0 } = state;
  const deadline = state.deletedAt === null ? deadlineOf(state) : null;
  const expiresAt = deadline === null || deadline.kind === 'retention' ? null : deadline.at;
  return { ...state, pausedAt, pausedMs, unpausedAt, incidentMins, expiresAt, state };
}
