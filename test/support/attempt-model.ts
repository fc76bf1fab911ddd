import { effectKey } from '../../rules/attempt/effects.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import { DEFAULT_SETTINGS, type Facts } from '../../rules/attempt/facts.ts';
import { applyGuard } from '../../rules/attempt/guard.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { step } from '../../rules/attempt/transition.ts';

/** Minutes that the exams of the modelled attempts take. */
export const TIME_LIMIT_MINS = 60;

const FACTS: Facts = {
  settings: DEFAULT_SETTINGS,
  clock: { timeLimitMins: TIME_LIMIT_MINS, additionalMins: 0, dueAt: null },
};

/** The pure rules alone: the attempt, and the keys of all effects that they asked for. */
export class AttemptModel {
  state: AttemptState;
  readonly effects: string[] = [];
  private overrideStands = false;

  constructor(state: AttemptState) {
    this.state = state;
  }

  /** Applies an event; answers what a caller would be answered. */
  apply(event: AttemptEvent, now: number): { changed: boolean } | { refusal: string } {
    let answer: { changed: boolean } | { refusal: string } = { changed: false };
    for (const { outcome } of step(this.state, event, now, FACTS)) {
      if (outcome.outcome === 'refused') return { refusal: outcome.refusal };
      this.state = outcome.state;
      answer = { changed: outcome.outcome === 'changed' };
      if (outcome.outcome === 'changed') this.record(outcome);
    }
    return answer;
  }

  /** The attempt is its learner's only one, so that nothing is withheld. */
  private record({ state, effects }: Changed): void {
    for (const { effect } of applyGuard(state, effects, { others: [], overrideStands: this.overrideStands })) {
      this.effects.push(effectKey(state.attemptCode, state.version, effect));
      if (effect.kind === 'override-grade') this.overrideStands = true;
      if (effect.kind === 'undo-grade-override') this.overrideStands = false;
    }
  }
}
