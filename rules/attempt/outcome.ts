import type { Note } from './cells.ts';
import { endPause, readClock, isClockRunning, restOf } from './clock.ts';
import { planEffects } from './consequences.ts';
import type { Effect } from './effects.ts';
import { computeAllowedTime, entitlementOf } from './entitlement.ts';
import type { AttemptEvent } from './events.ts';
import type { ClockFacts, Facts } from './facts.ts';
import type { Refusal } from './refusals.ts';
import { inResumeProcess, type AttemptState, type Entitlement } from './state.ts';
import { isOnboardingError, type Status } from './statuses.ts';

/** An event by its name. */
export type EventOf<N extends AttemptEvent['name']> = Extract<AttemptEvent, { name: N }>;

/** Accepted, but without any effect; `note` says why where a caller answers differently. */
export type Kept = { outcome: 'kept'; state: AttemptState; note?: Note };
export type Changed = { outcome: 'changed'; state: AttemptState; effects: Effect[] };
export type Refused = { outcome: 'refused'; refusal: Refusal };
export type Outcome = Changed | Kept | Refused;

/** The event does not fit the state. */
export const refuse = (refusal: Refusal): Refused => ({ outcome: 'refused', refusal });

/** Fields that change, and effects, besides the status, which only the table of moves says. */
interface Extras {
  fields?: Partial<Omit<AttemptState, 'status'>> & { status?: never };
  effects?: Effect[];
}

/** A change that leaves the status as it is. */
export interface Recording extends Extras {
  /** Nothing to record: it only stays in the workflow's memory. */
  isUnrecorded?: true;
}

/** What goes with a move to another status. */
export interface Move extends Extras {
  /** Nothing else follows: no effects but these. */
  isQuiet?: true;
  cascaded?: boolean;
  decidedBy?: number | null;
  completedAt?: number;
  /** When the clock stopped, for an attempt in an error that stopped earlier. */
  stoppedAt?: number;
}

function isResumableAfter(state: AttemptState, to: Status): boolean {
  if (to === 'submitted' || inResumeProcess(state)) return false;
  return to === 'error' ? true : state.isResumable;
}

/** The time carried over from an earlier attempt; if that stored no rest, extra time is not counted twice. */
export function carryOver(
  { rest, timeRemainingSeconds: seconds }: Pick<AttemptState, 'rest' | 'timeRemainingSeconds'>,
  { additionalMins }: Pick<ClockFacts, 'additionalMins'>,
): Entitlement | null {
  return rest ?? (seconds === null ? null : { seconds, additionalMins });
}

/** What is kept for a resume: whole seconds left on the clock, 0 included; before the start, what was carried over. */
function keepForResume(state: AttemptState, clock: ClockFacts, stoppedAt: number): Partial<AttemptState> {
  const left = readClock(state, stoppedAt);
  if (left === null) return {};
  const isStopped = !isClockRunning(state) && state.completedAt === null;
  const endedAt = Math.min(stoppedAt, state.completedAt ?? stoppedAt);
  const rest = isStopped ? (state.rest ?? null) : restOf(state, clock, endedAt);
  return { timeRemainingSeconds: Math.floor(left), rest };
}

/** The fields that change with a move to another status (attempt-lifecycle §3.1, steps 4 and 5). */
function applyMove(state: AttemptState, to: Status, move: Move, facts: Facts, now: number): AttemptState {
  const after: AttemptState = {
    ...state,
    version: state.version + 1,
    modifiedAt: now,
    status: to,
    isResumable: isResumableAfter(state, to),
  };
  if (to === 'started' && state.startedAt === null) {
    const carried = carryOver(state, facts.clock);
    const { seconds, minutes } = computeAllowedTime(facts.clock, carried, now, state.incidentMins);
    const entitlement = entitlementOf(facts.clock, carried, now);
    const clock = { startedAt: now, allowedSeconds: seconds, allowedTimeLimitMins: minutes, entitlement };
    Object.assign(after, clock);
  }
  if (to === 'started') after.lastPingAt = now;
  if (to === 'submitted') after.completedAt = move.completedAt ?? now;
  if (state.startedAt !== null && (to === 'declined' || isOnboardingError(to))) after.hasStoppedClock = true;
  if (to === 'timed_out' || state.status === 'timed_out') after.hasTimedOut = true;
  if (to === 'error') Object.assign(after, keepForResume(state, facts.clock, move.stoppedAt ?? now));
  if (to === 'declined' && !move.cascaded) Object.assign(after, { takingAsProctored: false, externalId: null });
  if (!isClockRunning(after)) Object.assign(after, endPause(state, now));
  return after;
}

/** A change of single fields, with the given effects. */
export function noteChange(
  state: AttemptState,
  now: number,
  fields: Partial<AttemptState>,
  effects: Effect[] = [],
): Changed {
  return { outcome: 'changed', state: { ...state, version: state.version + 1, modifiedAt: now, ...fields }, effects };
}

/** A move to another status, with all its effects. */
export function changeStatus(state: AttemptState, to: Status, move: Move, facts: Facts, now: number): Changed {
  const { cascaded, decidedBy, fields, effects = [], isQuiet } = move;
  if (isQuiet) return noteChange(state, now, { ...fields, status: to }, effects);
  const before = { ...state, ...fields };
  const after = applyMove(before, to, move, facts, now);
  const { supportsOnboarding } = facts.settings;
  const follow = planEffects({ before, after, now, cascaded, decidedBy, supportsOnboarding });
  return { outcome: 'changed', state: after, effects: [...follow, ...effects] };
}

/** A change that leaves the status as it is. */
export function changeFields(
  state: AttemptState,
  { fields = {}, effects, isUnrecorded }: Recording,
  now: number,
): Changed | Kept {
  return isUnrecorded ? keep({ ...state, ...fields }) : noteChange(state, now, fields, effects);
}

/** Nothing changes, except the signs of life that the state itself stores. */
export const keep = (state: AttemptState, note?: Note): Kept => ({
  outcome: 'kept',
  state,
  ...(note && { note }),
});
