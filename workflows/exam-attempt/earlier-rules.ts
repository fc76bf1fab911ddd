import { patched } from '@temporalio/workflow';
import { findCompletion, endOf, hasExpired } from '../../rules/attempt/clock.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import { changeStatus, type Outcome } from '../../rules/attempt/outcome.ts';
import { isStartPastDue } from '../../rules/attempt/start.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isCompleted, isFlag, isIncomplete } from '../../rules/attempt/statuses.ts';
import { step, transition, type AppliedEvent } from '../../rules/attempt/transition.ts';

type Steps = readonly AppliedEvent[];

const TIME_IS_UP: AttemptEvent = { name: 'expire', payload: { actor: { kind: 'system' } } };

const statusesOf = (steps: Steps) =>
  steps.map(({ outcome }) => (outcome.outcome === 'changed' ? outcome.state.status : '')).join();

/** At the end of the time, extra time was not looked up again, and only whole minutes were known. */
function expireAsOnce(state: AttemptState, now: number, facts: Facts): Outcome {
  const status = facts.settings.allowTimedOutState ? 'timed_out' : 'submitted';
  return changeStatus(state, status, { completedAt: findCompletion(state, now) }, facts, now);
}

/** A clock could start after the due date; the table ignored the kind of exam and allowed errors in `ready_to_submit`. */
function transitionAsOnce(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): Outcome {
  const isError = event.name === 'error' && state.status === 'ready_to_submit';
  if (isError && !facts.settings.pingFailurePassthrough) return changeStatus(state, 'error', {}, facts, now);
  const { clock } = facts;
  const isLateStart = isStartPastDue(state, facts, now);
  const timeless = isLateStart ? { ...facts, clock: { ...clock, dueAt: null } } : facts;
  const outcome = transition({ ...state, exam: { ...state.exam, isProctored: true } }, event, now, timeless);
  if (outcome.outcome === 'refused') return outcome;
  const isStarted = isLateStart && outcome.outcome === 'changed' && outcome.state.status === 'started';
  if (isStarted) return changeStatus(state, 'started', {}, facts, now);
  return { ...outcome, state: { ...outcome.state, exam: state.exam } };
}

function stepAsOnce(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): Steps {
  const direct = (from: AttemptState): AppliedEvent => ({ event, outcome: transitionAsOnce(from, event, now, facts) });
  const runs = state.deletedAt === null && isIncomplete(state.status) && endOf(state) !== null;
  if (!runs || (event.name !== 'expire' && !hasExpired(state, now))) return [direct(state)];
  const expired = expireAsOnce(state, now, facts);
  if (event.name === 'expire' || expired.outcome !== 'changed') return [{ event, outcome: expired }];
  return [{ event: TIME_IS_UP, outcome: expired }, direct(expired.state)];
}

/**
 * How the first release handled an event, if that differs from the present rules; null otherwise. Only histories of that
 * release still use it.
 */
function earlierSteps(
  steps: Steps,
  ...[state, event, now, facts]: [state: AttemptState, event: AttemptEvent, now: number, facts: Facts]
): Steps | null {
  const once = stepAsOnce(state, event, now, facts);
  return statusesOf(once) === statusesOf(steps) ? null : once;
}

/** How the rules handle an event; in a history of a release with other rules, how those handled it. */
export function stepsOf(...given: Parameters<typeof step>): readonly AppliedEvent[] {
  const steps = step(...given);
  const earlier = earlierSteps(steps, ...given);
  return earlier && !patched('rules-by-kind-and-due-date') ? earlier : steps;
}

/** Histories without the patch ignored a submission after an error or a flag, and an error after a flag. */
export function isOnceIgnored({ name }: AttemptEvent, { status }: AttemptState): boolean {
  const isNew = (name === 'submit' && isCompleted(status)) || (name === 'error' && isFlag(status));
  return isNew && !patched('hand-in-counts-until-it-was');
}

/** The vendor hears of a reset after it, as of any other change. In histories with only the second patch, before it. */
export const isToldLater = ({ name }: AttemptEvent): boolean =>
  name === 'reset' && (patched('vendor-told-after-reset') || !patched('vendor-told-before-reset'));
