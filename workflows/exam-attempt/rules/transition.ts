import { allowedTime, endOf, entitlementOf, extendedTime, hasExpired, remainingSeconds } from './clock.ts';
import { announcements, consequences, consequencesOfDeletion, snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import type { AttemptEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusals.ts';
import { reviewTarget, wantsSupportNotice } from './review.ts';
import { inResumeProcess, type AttemptState } from './state.ts';
import { isIncomplete, isRunning, SETTABLE, type Status } from './statuses.ts';
import { isReentry, mayBeSet, TRANSITIONS } from './transition-table.ts';

/** Accepted, but without any effect; `note` says why where a caller answers differently. */
export type Kept = { outcome: 'kept'; state: AttemptState; note?: 'already-submitted' | 'passthrough' };
export type Changed = { outcome: 'changed'; state: AttemptState; effects: Effect[] };
export type Refused = { outcome: 'refused'; refusal: Refusal };
export type Outcome = Changed | Kept | Refused;

const refused = (refusal: Refusal): Refused => ({ outcome: 'refused', refusal });

interface Move {
  cascaded?: boolean;
  decidedBy?: number | null;
  completedAt?: number;
  /** Seconds left, stored when the attempt errs. */
  remaining?: number;
}

function resumable(state: AttemptState, to: Status): boolean {
  if (to === 'submitted' || inResumeProcess(state)) return false;
  return to === 'error' ? true : state.isResumable;
}

/** The fields that change with a move to another status (attempt-lifecycle §3.1, steps 4 and 5). */
function moved(state: AttemptState, to: Status, move: Move, facts: Facts, now: number): AttemptState {
  const after: AttemptState = {
    ...state,
    version: state.version + 1,
    modifiedAt: now,
    status: to,
    isResumable: resumable(state, to),
  };
  if (to === 'started' && state.startedAt === null) {
    const { seconds, minutes } = allowedTime(facts.clock, state.timeRemainingSeconds, now);
    const entitlement = entitlementOf(facts.clock, state.timeRemainingSeconds);
    const clock = { startedAt: now, allowedSeconds: seconds, allowedTimeLimitMins: minutes, entitlement };
    Object.assign(after, clock);
  }
  if (to === 'started') after.lastPingAt = now;
  if (to === 'submitted') after.completedAt = move.completedAt ?? now;
  if (move.remaining !== undefined) after.timeRemainingSeconds = move.remaining;
  if (to === 'declined' && !move.cascaded) Object.assign(after, { takingAsProctored: false, externalId: null });
  return after;
}

function changeTo(state: AttemptState, to: Status, move: Move, facts: Facts, now: number): Changed {
  const after = moved(state, to, move, facts, now);
  const { supportsOnboarding } = facts.settings;
  const { cascaded, decidedBy } = move;
  return {
    outcome: 'changed',
    state: after,
    effects: consequences({ before: state, after, now, cascaded, decidedBy, supportsOnboarding }),
  };
}

function patched(state: AttemptState, now: number, fields: Partial<AttemptState>, effects: Effect[] = []): Changed {
  return { outcome: 'changed', state: { ...state, version: state.version + 1, modifiedAt: now, ...fields }, effects };
}

const kept = (state: AttemptState, note?: Kept['note']): Kept => ({ outcome: 'kept', state, ...(note && { note }) });

/** The end of the time: handed in at the exact end, or `timed_out` where that is wanted (attempt-lifecycle §5.3). */
function expire(state: AttemptState, facts: Facts, now: number): Outcome {
  const end = endOf(state);
  if (end === null || !isIncomplete(state.status) || now < end) return kept(state);
  return facts.settings.allowTimedOutState
    ? changeTo(state, 'timed_out', {}, facts, now)
    : changeTo(state, 'submitted', { completedAt: end }, facts, now);
}

function fail(state: AttemptState, at: number, facts: Facts, now: number): Outcome {
  if (state.status === 'submitted') return kept(state, 'already-submitted');
  if (facts.settings.pingFailurePassthrough) return kept(state, 'passthrough');
  if (!isIncomplete(state.status)) return kept(state);
  const remaining = state.startedAt === null ? {} : { remaining: Math.floor(remainingSeconds(state, at)) };
  return changeTo(state, 'error', remaining, facts, now);
}

function loseHeartbeat(state: AttemptState, heardAt: number, facts: Facts, now: number): Outcome {
  const last = state.lastPingAt;
  if (state.status !== 'started' || state.exam.backend === null || (last !== null && last > heardAt))
    return kept(state);
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

type EventOf<N extends AttemptEvent['name']> = Extract<AttemptEvent, { name: N }>;

type Review = EventOf<'review'>['payload'];

/** A pass for an attempt that was never handed in is an error. */
function decisionOf(state: AttemptState, { reviewStatus, reviewedBy }: Review, { settings }: Facts): Status {
  const result = reviewTarget(reviewStatus, reviewedBy ?? null, state, settings);
  return result === 'verified' && state.completedAt === null ? 'error' : result;
}

/** The review that the attempt has heard of already: only the status may be set right by it. */
function decideAgain(state: AttemptState, payload: Review, facts: Facts, now: number): Outcome {
  const target = decisionOf(state, payload, facts);
  if (state.deletedAt !== null || state.status === 'onboarding_reset' || target === state.status) return kept(state);
  return changeTo(state, target, { decidedBy: payload.reviewedBy ?? null }, facts, now);
}

function review(state: AttemptState, { payload }: EventOf<'review'>, facts: Facts, now: number): Outcome {
  const reviewedBy = payload.reviewedBy ?? null;
  const revision = payload.revision ?? state.reviewRevision + 1;
  if (revision < state.reviewRevision) return kept(state);
  if (revision === state.reviewRevision) return payload.reapply ? decideAgain(state, payload, facts, now) : kept(state);
  const reviewed = { ...state, reviewRevision: revision };
  const received: Effect[] = [
    {
      kind: 'track',
      verb: 'attempt.review_received',
      snapshot: snapshotOf(state, now),
      reviewStatus: payload.reviewStatus,
    },
    ...(wantsSupportNotice(payload.reviewStatus, reviewedBy)
      ? [{ kind: 'notify-support', reviewStatus: payload.reviewStatus } as const]
      : []),
  ];
  const superseded = state.deletedAt !== null || state.status === 'onboarding_reset';
  if (superseded) return patched(reviewed, now, { modifiedAt: state.modifiedAt }, received);
  const target = decisionOf(state, payload, facts);
  if (target === state.status) return patched(reviewed, now, {}, received);
  const change = changeTo(reviewed, target, { decidedBy: reviewedBy }, facts, now);
  return { ...change, effects: [...change.effects, ...received] };
}

function setStatus(state: AttemptState, { payload }: EventOf<'set-status'>, facts: Facts, now: number): Outcome {
  if (!SETTABLE.includes(payload.status)) return refused('illegal_transition');
  if (payload.reapply && payload.status !== state.status) return kept(state);
  const timedOut = payload.status === 'timed_out' && !facts.settings.allowTimedOutState;
  const wanted = timedOut || isReentry(state.status, payload.status) ? 'submitted' : payload.status;
  if (!mayBeSet(state.status, wanted)) return refused('illegal_transition');
  const same = wanted === state.status;
  if (same && !payload.reapply) return kept(state);
  const end = endOf(state);
  const completedAt = same ? (state.completedAt ?? now) : timedOut && end !== null ? Math.min(end, now) : now;
  return changeTo(state, wanted, { completedAt, decidedBy: payload.actor?.userId ?? null }, facts, now);
}

function grantTime(state: AttemptState, additionalMins: number, facts: Facts, now: number): Outcome {
  const { startedAt, entitlement } = state;
  if (!isRunning(state.status) || startedAt === null || entitlement === null) return kept(state);
  const granted = extendedTime(entitlement, { ...facts.clock, additionalMins }, startedAt);
  if (granted === null || granted.seconds <= (state.allowedSeconds ?? 0)) return kept(state);
  return patched(state, now, { allowedSeconds: granted.seconds, allowedTimeLimitMins: granted.minutes });
}

function remove(state: AttemptState, { payload }: EventOf<'delete'>, now: number): Changed {
  const { quiet = false, actor } = payload;
  const hasReview = state.reviewRevision > 0;
  const effects = consequencesOfDeletion(state, { quiet, hasReview, requestedBy: actor?.userId ?? null, now });
  return patched(state, now, { deletedAt: now }, effects);
}

function resetTrace(state: AttemptState, now: number): Effect {
  return { kind: 'track', verb: 'attempt.reset_practice_exam', snapshot: snapshotOf(state, now) };
}

function reset(state: AttemptState, event: EventOf<'reset'>, now: number): Outcome {
  if (!state.exam.isPracticeExam) return refused('exam_not_practice');
  const cell = TRANSITIONS.reset[state.status];
  if ('refuse' in cell) return refused(cell.refuse);
  if ('keep' in cell) return kept(state);
  if (state.status === 'submitted') {
    const gone = remove(state, { name: 'delete', payload: event.payload }, now);
    const atVendor: Effect[] = state.exam.backend === null ? [] : [{ kind: 'remove-at-vendor' }];
    return { ...gone, effects: [...gone.effects, ...atVendor, resetTrace(state, now)] };
  }
  const superseded = { status: 'onboarding_reset', isResumable: false } as const;
  return patched(state, now, superseded, [resetTrace({ ...state, ...superseded }, now)]);
}

/** Events that read the clock or the settings; the workflow loads fresh facts for them. */
export function needsFacts(event: AttemptEvent['name']): boolean {
  return [
    'start',
    'error',
    'heartbeat-lost',
    'submit',
    'launch',
    'click-download-software',
    'review',
    'set-status',
    'extra-time',
    'expire',
  ].includes(event);
}

/**
 * The one rule of an attempt: what `event` at `now` makes of `state`. Pure and total over status × event. An event that
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
    case 'exam-changed':
      return kept(state);
    case 'click-download-software':
    case 'vendor-ready':
    case 'launch':
    case 'start':
    case 'stop':
    case 'submit':
    case 'decline': {
      const cell = TRANSITIONS[event.name][state.status];
      if ('refuse' in cell) return refused(cell.refuse);
      if (!('to' in cell)) return kept(state);
      const cascaded = event.name === 'decline' && event.payload.cascaded === true;
      return changeTo(state, cell.to, { cascaded }, facts, now);
    }
  }
}

/** One event of a step and what it made of the attempt. */
export interface Step {
  event: AttemptEvent;
  outcome: Outcome;
}

const TIME_IS_UP: AttemptEvent = { name: 'expire', payload: { actor: { kind: 'system' } } };

/**
 * Applies `event` as of `now` with the end of the time seen to first: whatever arrives after the end meets an attempt
 * that has ended. Answers one or two steps, in order.
 */
export function step(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): [...Step[], Step] {
  const direct = (from: AttemptState): Step => ({ event, outcome: transition(from, event, now, facts) });
  if (event.name === 'expire' || state.deletedAt !== null || !hasExpired(state, now)) return [direct(state)];
  const expired = transition(state, TIME_IS_UP, now, facts);
  return expired.outcome === 'changed'
    ? [{ event: TIME_IS_UP, outcome: expired }, direct(expired.state)]
    : [direct(state)];
}
