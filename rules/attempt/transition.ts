import { choose, type Choice } from './cells.ts';
import { findDueAt, endOf, findExtraMinutes, hasExpired, isClockRunning } from './clock.ts';
import { EVENT_RULES } from './event-rules.ts';
import type { AttemptEvent, AttemptEventName } from './events.ts';
import type { Facts } from './facts.ts';
import { changeStatus, keep, changeFields, refuse, type Outcome } from './outcome.ts';
import type { Rule, Situation } from './rule.ts';
import type { AttemptState } from './state.ts';
import { placeOf } from './rows.ts';
import { kindOf, TABLES, type Tables } from './transition-table.ts';

/** The table checks that its cells and the rule of their event belong together; here one event is like another. */
function ruleOf(name: AttemptEventName): Rule<AttemptEventName> {
  return (EVENT_RULES as { [Name in AttemptEventName]?: unknown })[name] ?? {};
}

function carryOut(choice: Choice, rule: Rule<AttemptEventName>, situation: Situation): Outcome {
  const { state, facts, now } = situation;
  if ('refuse' in choice) return refuse(choice.refuse);
  if ('keep' in choice) return keep(state, choice.note);
  if ('record' in choice) return changeFields(state, rule.record?.(situation) ?? {}, now);
  return changeStatus(state, choice.to, rule.move?.(situation, choice.to) ?? {}, facts, now);
}

/**
 * The one rule of an attempt by a table of moves: how `event` at `now` changes `state`. Pure and total. The cell of the
 * event says what may happen, and the event's own conditions, which of that.
 */
export function transitionBy(tables: Tables) {
  return (state: AttemptState, { name, payload }: AttemptEvent, now: number, facts: Facts): Outcome => {
    const situation: Situation = { state, payload, facts, now };
    const rule = ruleOf(name);
    const cell = tables[kindOf(state, facts)][name][placeOf(state)];
    const holds = (condition: string, choice: Choice) =>
      rule.conditions?.[condition]?.(situation, 'to' in choice ? choice.to : null) ?? false;
    return carryOut(choose(cell, holds), rule, situation);
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

/**
 * Applies `event` as of `now`, after the end of the time if that has passed: an event that arrives after the end finds an
 * attempt that has ended. Returns all that was applied, in order.
 */
export function step(
  state: AttemptState,
  event: AttemptEvent,
  now: number,
  facts: Facts,
): [AppliedEvent, ...AppliedEvent[]] {
  const direct = (from: AttemptState): AppliedEvent => ({ event, outcome: transition(from, event, now, facts) });
  const isAtEnd = event.name === 'expire' && isClockRunning(state) && now >= (endOf(state) ?? now);
  if (state.deletedAt !== null || (!hasExpired(state, now) && !isAtEnd)) return [direct(state)];
  const atEnd = applyEnd(state, now, facts);
  const last = atEnd.at(-1)?.outcome;
  return event.name === 'expire' || last?.outcome !== 'changed' ? atEnd : [...atEnd, direct(last.state)];
}
