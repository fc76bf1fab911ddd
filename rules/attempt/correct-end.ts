import { countPausedMs, endOf, isClockRunning, isPaused } from './clock.ts';
import { findExtraMinutes } from './entitlement.ts';
import { LONGEST_MINUTES } from './minutes.ts';
import type { Rule, Situation } from './rule.ts';

const MINUTE_MS = 60_000;

/** A corrected end leaves the learner at least so much time to hand in. */
export const SHORTEST_NOTICE_MINUTES = 5;

function isOutOfRange({ payload: { endsAt }, now }: Situation<'correct-end'>): boolean {
  const minutes = (endsAt - now) / MINUTE_MS;
  return minutes < SHORTEST_NOTICE_MINUTES || minutes > LONGEST_MINUTES;
}

/**
 * The clock that runs until the corrected end, whatever the due date. Extra time granted later adds to it; what was
 * granted before is part of the correction.
 */
function correctClock({ state, payload: { endsAt }, facts, now }: Situation<'correct-end'>) {
  const seconds = (endsAt - (state.startedAt ?? now) - countPausedMs(state, now)) / 1000;
  const additionalMins = Math.max(state.entitlement?.additionalMins ?? 0, findExtraMinutes(facts.clock, now));
  return {
    allowedSeconds: seconds,
    allowedTimeLimitMins: Math.floor(seconds / 60),
    entitlement: { seconds, additionalMins },
    ...(state.incidentMins !== undefined && { incidentMins: 0 }),
  };
}

/** Staff set the end of a running clock, sooner or later than it was, to undo a slip. */
export const CORRECT_END = {
  conditions: {
    'the clock does not run': ({ state }) => !isClockRunning(state),
    'it is paused': ({ state }) => isPaused(state),
    'it ends then already': ({ state, payload }) => endOf(state) === payload.endsAt,
    'the end is too soon or too far away': isOutOfRange,
  },
  record: (situation) => ({ fields: correctClock(situation) }),
} satisfies Rule<'correct-end'>;
