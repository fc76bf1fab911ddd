import { ACT_NAMES, eventOf, REVIEWERS_STATUSES, roleFor, type Act, type ActWish } from './acts.ts';
import { endOf } from './clock.ts';
import { SHORTEST_NOTICE_MINUTES } from './correct-end.ts';
import type { StaffRole } from './events.ts';
import { DEFAULT_SETTINGS, type Facts } from './facts.ts';
import { REFUSAL_TEXTS, type Refusal } from './refusals.ts';
import type { AttemptState } from './state.ts';
import { SETTABLE } from './statuses.ts';
import { step } from './transition.ts';

/** Why an act that the rules do not refuse would do nothing, or may not be done. */
export const IDLE_TEXTS = {
  not_your_role: 'Your role does not permit this.',
  already_paused: 'It is paused already.',
  not_paused: 'It is not paused.',
  already_handed_in: 'It has been handed in, or is to be resumed.',
  already_in_error: 'It is in error already.',
  nothing_to_do: 'It would change nothing.',
} as const;

export type WhyNot = Refusal | keyof typeof IDLE_TEXTS;

/** Why an act is not possible, in words for whoever asks. */
export const WHY_NOT_TEXTS: Record<WhyNot, string> = { ...REFUSAL_TEXTS, ...IDLE_TEXTS };

const IDLE: Partial<Record<Act, keyof typeof IDLE_TEXTS>> = {
  pause: 'already_paused',
  unpause: 'not_paused',
  submit: 'already_handed_in',
  error: 'already_in_error',
};

/** Why an act that was not refused changed nothing. */
export function whyIdle(act: Act): WhyNot {
  return IDLE[act] ?? 'nothing_to_do';
}

export interface PossibleAct {
  act: Act;
  isPossible: boolean;
  /** Null where it is possible. */
  why: WhyNot | null;
}

/** What decides about acts does not depend on the clock's facts, nor on the settings. */
const FACTS: Facts = { settings: DEFAULT_SETTINGS, clock: { timeLimitMins: 0, additionalMins: 0, dueAt: null } };

const MINUTE_MS = 60_000;

/** Wishes of which one must be granted for the act to be possible. */
function examplesOf(act: Act, role: StaffRole, state: AttemptState, now: number): ActWish[] {
  switch (act) {
    case 'extra-time':
      return [{ act, minutes: 1 }];
    case 'correct-end':
      return [{ act, endsAt: Math.max(endOf(state) ?? now, now + SHORTEST_NOTICE_MINUTES * MINUTE_MS) + 1 }];
    case 'set-status':
      return (role === 'reviewer' ? REVIEWERS_STATUSES : SETTABLE).map((status) => ({ act, status }));
    default:
      return [{ act }];
  }
}

/** Why the wish would change nothing now; null where it would change something. */
export function whyNot(wish: ActWish, role: StaffRole, state: AttemptState, now: number): WhyNot | null {
  const outcome = step(state, eventOf(wish, role, state.status), now, FACTS).at(-1)?.outcome;
  if (outcome?.outcome === 'refused') return outcome.refusal;
  return outcome?.outcome === 'changed' ? null : whyIdle(wish.act);
}

/** Every act with whether somebody with these roles in the course can do it to the attempt at `now`, and why not. */
export function listActs(state: AttemptState, roles: readonly StaffRole[], now: number): PossibleAct[] {
  return ACT_NAMES.map((act) => {
    const role = roleFor(act, roles);
    if (role === null) return { act, isPossible: false, why: 'not_your_role' };
    const reasons = examplesOf(act, role, state, now).map((wish) => whyNot(wish, role, state, now));
    const why = reasons.includes(null) ? null : (reasons[0] ?? 'nothing_to_do');
    return { act, isPossible: why === null, why };
  });
}
