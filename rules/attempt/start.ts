import { isPastDue } from './clock.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './rule.ts';
import type { AttemptState } from './state.ts';

/** A clock that would start at or after the due date has no time to run. */
export function isStartPastDue({ startedAt }: AttemptState, { clock }: Facts, now: number): boolean {
  return startedAt === null && isPastDue(clock.dueAt, now);
}

/** The learner starts the clock, or returns to the exam. */
export const START = {
  conditions: {
    'the due date has passed': ({ state, facts, now }) => isStartPastDue(state, facts, now),
    'the vendor must confirm the setup first': ({ state, facts }) =>
      facts.settings.startRequiresReady && state.takingAsProctored,
  },
} satisfies Rule<'start'>;
