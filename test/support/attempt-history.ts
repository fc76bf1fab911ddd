import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { Outcome } from '../../rules/attempt/outcome.ts';
import { step } from '../../rules/attempt/transition.ts';
import { CREATED_AT } from './attempt-builders.ts';

/** An event `afterMs` after the one before it, with the facts as they are then. */
export interface Moment {
  afterMs: number;
  event: AttemptEvent;
  facts: Facts;
}

/** What one step of a history made of the attempt. */
export interface Played {
  event: AttemptEvent;
  now: number;
  before: AttemptState;
  after: AttemptState;
  outcome: Outcome;
}

/** Every step of a history, the ends of the time included. */
export function play(attempt: AttemptState, history: readonly Moment[], from = CREATED_AT): Played[] {
  const played: Played[] = [];
  let state = attempt;
  let now = from;
  for (const { afterMs, event, facts } of history) {
    now += afterMs;
    for (const { event: cause, outcome } of step(state, event, now, facts)) {
      const after = outcome.outcome === 'refused' ? state : outcome.state;
      played.push({ event: cause, now, before: state, after, outcome });
      state = after;
    }
  }
  return played;
}

/** The attempt after one event at `now`. */
export function lastOf(attempt: AttemptState, event: AttemptEvent, now: number, facts: Facts): AttemptState {
  return play(attempt, [{ afterMs: 0, event, facts }], now).at(-1)?.after ?? attempt;
}

/** The effects of a step, none when nothing changed. */
export function effectsOf({ outcome }: Pick<Played, 'outcome'>) {
  return outcome.outcome === 'changed' ? outcome.effects : [];
}
