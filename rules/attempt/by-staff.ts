import { completionAt, extendedTime, hasRunningClock } from './clock.ts';
import type { Facts } from './facts.ts';
import { changeTo, kept, patched, refused, type EventOf, type Outcome } from './outcome.ts';
import type { AttemptState } from './state.ts';
import { isStartPastDue } from './start.ts';
import { SETTABLE } from './statuses.ts';
import { isReentry, mayBeSet } from './transition-table.ts';

/** A status that staff set by hand; `timed_out` is stored as `submitted` unless it is wanted. */
export function setStatus(state: AttemptState, { payload }: EventOf<'set-status'>, facts: Facts, now: number): Outcome {
  if (!SETTABLE.includes(payload.status)) return refused('illegal_transition');
  if (payload.reapply && payload.status !== state.status) return kept(state);
  const timedOut = payload.status === 'timed_out' && !facts.settings.allowTimedOutState;
  const wanted = timedOut || isReentry(state.status, payload.status) ? 'submitted' : payload.status;
  if (!mayBeSet(state.status, wanted)) return refused('illegal_transition');
  if (wanted === 'started' && isStartPastDue(state, facts, now)) return refused('start_past_due');
  const same = wanted === state.status;
  if (same && !payload.reapply) return kept(state);
  const completedAt = same ? (state.completedAt ?? now) : completionAt(state, now);
  return changeTo(state, wanted, { completedAt, decidedBy: payload.actor?.userId ?? null }, facts, now);
}

/** Extra time, or a due date that was moved, lets a running clock end later; never earlier. */
export function grantTime(state: AttemptState, additionalMins: number, facts: Facts, now: number): Outcome {
  const { startedAt, entitlement } = state;
  if (!hasRunningClock(state) || startedAt === null || entitlement === null) return kept(state);
  const granted = extendedTime(entitlement, facts.clock, startedAt, additionalMins);
  if (granted.seconds <= (state.allowedSeconds ?? 0)) return kept(state);
  return patched(state, now, { allowedSeconds: granted.seconds, allowedTimeLimitMins: granted.minutes });
}
