import { endOf, grantedBy, hasExpired, hasRunningClock } from './clock.ts';
import { announcements } from './consequences.ts';
import type { AttemptEvent } from './events.ts';
import type { Facts } from './facts.ts';
import { expire, handIn, lengthenAtEnd } from './hand-in.ts';
import { changeTo, kept, patched, refused, type Outcome } from './outcome.ts';
import { review } from './review.ts';
import { grantTime, setStatus } from './by-staff.ts';
import { remove, reset } from './removal.ts';
import type { AttemptState } from './state.ts';
import { start } from './start.ts';
import { cellOf } from './transition-table.ts';

/** Proctoring is lost: the clock stops at `at`, and what is left is kept for a resume. */
function fail(state: AttemptState, at: number, facts: Facts, now: number): Outcome {
  if (state.status === 'submitted') return kept(state, 'already-submitted');
  if (facts.settings.pingFailurePassthrough) return kept(state, 'passthrough');
  const cell = cellOf('error', state.status, state.exam);
  const fails = 'to' in cell || ('depends' in cell && hasRunningClock(state));
  return fails ? changeTo(state, 'error', { stoppedAt: at }, facts, now) : kept(state);
}

function loseHeartbeat(state: AttemptState, heardAt: number, facts: Facts, now: number): Outcome {
  const last = state.lastPingAt;
  const cell = cellOf('heartbeat-lost', state.status, state.exam);
  if (!('to' in cell) || state.exam.backend === null || (last !== null && last > heardAt)) return kept(state);
  return fail(state, Math.max(heardAt, state.startedAt ?? heardAt), facts, now);
}

function markReady(state: AttemptState, now: number): Outcome {
  if (!state.isResumable) return refused('attempt_not_resumable');
  const status = state.status === 'error' ? 'ready_to_resume' : state.status;
  return patched(state, now, { status, readyToResume: true, isResumable: false });
}

function takeOver(state: AttemptState, now: number): Outcome {
  if (state.resumed) return kept(state);
  if (!state.readyToResume) return refused('attempt_not_resumable');
  const status = state.status === 'ready_to_resume' ? 'resumed' : state.status;
  return patched(state, now, { status, resumed: true, isResumable: false });
}

/**
 * The one rule of an attempt: how `event` at `now` changes `state`. Pure and total over status × event. An event that
 * arrives after the end of the time must be preceded by `expire`; `step` does both.
 */
export function transition(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): Outcome {
  if (state.deletedAt !== null && event.name !== 'review') return refused('attempt_not_found');
  switch (event.name) {
    case 'created':
      return patched(state, now, {}, announcements(state, now, true));
    case 'expire':
      return expire(state, facts, now);
    case 'ping':
      return kept({ ...state, lastPingAt: Math.max(state.lastPingAt ?? 0, Math.min(event.payload.at ?? now, now)) });
    case 'start':
      return start(state, facts, now);
    case 'submit':
      return handIn(state, facts, now);
    case 'error':
      return fail(state, now, facts, now);
    case 'heartbeat-lost':
      return loseHeartbeat(state, event.payload.lastPingAt, facts, now);
    case 'mark-ready-to-resume':
      return markReady(state, now);
    case 'resumed':
      return takeOver(state, now);
    case 'review':
      return review(state, event, facts, now);
    case 'set-status':
      return setStatus(state, event, facts, now);
    case 'acknowledge':
      return state.isStatusAcknowledged ? kept(state) : patched(state, now, { isStatusAcknowledged: true });
    case 'extra-time':
      return grantTime(state, event.payload.additionalMins, facts, now);
    case 'delete':
      return remove(state, event, now);
    case 'reset':
      return reset(state, event, now);
    case 'click-download-software':
    case 'vendor-ready':
    case 'launch':
    case 'stop':
    case 'decline': {
      const cell = cellOf(event.name, state.status, state.exam);
      if ('refuse' in cell) return refused(cell.refuse);
      if (!('to' in cell)) return kept(state);
      const cascaded = event.name === 'decline' && event.payload.cascaded === true;
      return changeTo(state, cell.to, { cascaded }, facts, now);
    }
  }
}

/** One event of a step and its result. */
export interface Step {
  event: AttemptEvent;
  outcome: Outcome;
}

const SYSTEM = { actor: { kind: 'system' } } as const;
const TIME_IS_UP: AttemptEvent = { name: 'expire', payload: SYSTEM };

/** The steps at the end of the time: the clock runs on if more time was granted before it ended. */
function stepsAtEnd(state: AttemptState, now: number, facts: Facts): Step[] {
  const longer = lengthenAtEnd(state, facts, now);
  if (longer.outcome !== 'changed') return [{ event: TIME_IS_UP, outcome: expire(state, facts, now) }];
  const additionalMins = grantedBy(facts.clock, endOf(state) ?? now);
  const granted: Step = { event: { name: 'extra-time', payload: { ...SYSTEM, additionalMins } }, outcome: longer };
  return hasExpired(longer.state, now) ? [granted, ...stepsAtEnd(longer.state, now, facts)] : [granted];
}

/**
 * Applies `event` as of `now`, after the end of the time if that has passed: an event that arrives after the end finds an
 * attempt that has ended. Returns the steps in order, at least one.
 */
export function step(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): [Step, ...Step[]] {
  const direct = (from: AttemptState): Step => ({ event, outcome: transition(from, event, now, facts) });
  const isAtEnd = event.name === 'expire' && hasRunningClock(state) && now >= (endOf(state) ?? now);
  if (state.deletedAt !== null || (!hasExpired(state, now) && !isAtEnd)) return [direct(state)];
  const steps = stepsAtEnd(state, now, facts) as [Step, ...Step[]];
  const last = steps.at(-1)?.outcome;
  return event.name === 'expire' || last?.outcome !== 'changed' ? steps : [...steps, direct(last.state)];
}
