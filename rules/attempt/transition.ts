import { choose, type Choice } from './cells.ts';
import { endOf, hasExpired, hasPauseLapsed, isClockRunning } from './clock.ts';
import { findDueAt, findExtraMinutes } from './entitlement.ts';
import { EVENT_RULES } from './event-rules.ts';
import { isOfTime, type AttemptEvent, type AttemptEventName } from './events.ts';
import type { Facts } from './facts.ts';
import { changeStatus, keep, changeFields, refuse, type Outcome } from './outcome.ts';
import type { Rule, Situation } from './rule.ts';
import type { AttemptState } from './state.ts';
import { placeOf } from './rows.ts';
import { noteUndo, restoreBefore } from './undo.ts';
import { kindOf, TABLES, type Tables } from './transition-table.ts';

/** The table checks that its cells and the rule of their event belong together; here one event is like another. */
function ruleOf(name: AttemptEventName): Rule<AttemptEventName> {
  return (EVENT_RULES as { [Name in AttemptEventName]?: unknown })[name] ?? {};
}

function carryOut(choice: Choice, rule: Rule<AttemptEventName>, situation: Situation): Outcome {
  const { state, facts, now } = situation;
  if ('refuse' in choice) return refuse(choice.refuse);
  if ('keep' in choice) return keep(state, choice.note);
  if ('restore' in choice) return restoreBefore(state, now);
  if ('record' in choice) return changeFields(state, rule.record?.(situation) ?? {}, now);
  return changeStatus(state, choice.to, rule.move?.(situation, choice.to) ?? {}, facts, now);
}

/**
 * The one rule of an attempt by a table of moves: how `event` at `now` changes `state`. Pure and total. The cell of the
 * event says what may happen, and the event's own conditions, which of that.
 */
export function transitionBy(tables: Tables) {
  return (state: AttemptState, event: AttemptEvent, now: number, facts: Facts): Outcome => {
    const { name, payload } = event;
    const situation: Situation = { state, payload, facts, now };
    const rule = ruleOf(name);
    const cell = tables[kindOf(state, facts)][name][placeOf(state)];
    const holds = (condition: string, choice: Choice) =>
      rule.conditions?.[condition]?.(situation, 'to' in choice ? choice.to : null) ?? false;
    return noteUndo(state, event, carryOut(choose(cell, holds), rule, situation), now);
  };
}

/** An event that arrives after the end of the time must be preceded by `expire`; `step` does both. */
export const transition = transitionBy(TABLES);

/** An event, and what it made of the attempt. */
export interface AppliedEvent {
  event: AttemptEvent;
  outcome: Outcome;
}

const SYSTEM = { actor: { kind: 'system' } } as const;
const TIME_IS_UP: AttemptEvent = { name: 'expire', payload: SYSTEM };
const PAUSE_IS_OVER: AttemptEvent = { name: 'pause-expire', payload: SYSTEM };

/**
 * Extra time granted before the end of the clock counts even if it has not arrived yet, and so does a due date moved
 * before it (differences §2.7). After the end, neither reopens the exam.
 */
function grantAtEnd(state: AttemptState, now: number, facts: Facts): AppliedEvent {
  const end = endOf(state) ?? now;
  const additionalMins = findExtraMinutes(facts.clock, end);
  const event: AttemptEvent = { name: 'extra-time', payload: { ...SYSTEM, additionalMins } };
  const clock = { ...facts.clock, dueAt: findDueAt(facts.clock, end) };
  return { event, outcome: transition(state, event, now, { ...facts, clock }) };
}

/** What happens at the end of the time: the clock runs on if more time was granted before it ended. */
function applyEnd(state: AttemptState, now: number, facts: Facts): [AppliedEvent, ...AppliedEvent[]] {
  const granted = grantAtEnd(state, now, facts);
  if (granted.outcome.outcome !== 'changed') {
    return [{ event: TIME_IS_UP, outcome: transition(state, TIME_IS_UP, now, facts) }];
  }
  const longer = granted.outcome.state;
  return hasExpired(longer, now) ? [granted, ...applyEnd(longer, now, facts)] : [granted];
}

/** What has become of the attempt by `now` without anybody's doing; empty while its time is not up. */
function applyTime(state: AttemptState, event: AttemptEvent, now: number, facts: Facts): AppliedEvent[] {
  if (hasPauseLapsed(state, now)) {
    return [{ event: PAUSE_IS_OVER, outcome: transition(state, PAUSE_IS_OVER, now, facts) }];
  }
  const isAtEnd = event.name === 'expire' && isClockRunning(state) && now >= (endOf(state) ?? Infinity);
  return hasExpired(state, now) || isAtEnd ? applyEnd(state, now, facts) : [];
}

/**
 * Applies `event` as of `now`, after the end of the time if that has passed: an event that arrives after the end finds an
 * attempt that has ended, and one that arrives after a pause was forgotten finds its error. One that is only for a version
 * of the attempt that is no more is refused. Returns all that was applied, in order.
 */
export function step(
  state: AttemptState,
  event: AttemptEvent,
  now: number,
  facts: Facts,
): [AppliedEvent, ...AppliedEvent[]] {
  const { ifVersion = state.version } = event.payload;
  if (ifVersion !== state.version) return [{ event, outcome: refuse('attempt_changed') }];
  const direct = (from: AttemptState): AppliedEvent => ({ event, outcome: transition(from, event, now, facts) });
  const [first, ...others] = state.deletedAt === null ? applyTime(state, event, now, facts) : [];
  if (!first) return [direct(state)];
  const last = (others.at(-1) ?? first).outcome;
  return isOfTime(event.name) || last.outcome !== 'changed'
    ? [first, ...others]
    : [first, ...others, direct(last.state)];
}
