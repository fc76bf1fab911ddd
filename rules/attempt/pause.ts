import { endPause, isClockRunning, isPaused } from './clock.ts';
import type { Rule, Situation } from './rule.ts';

const HOUR_MS = 60 * 60 * 1000;

const hasNoClock = ({ state }: Pick<Situation, 'state'>) => !isClockRunning(state);

/** Staff hold the clock: the learner keeps exactly the seconds that are left, past the due date too. */
export const PAUSE = {
  conditions: {
    'the clock does not run': hasNoClock,
    'it is paused already': ({ state }) => isPaused(state),
  },
  record: ({ now, facts: { settings } }) => ({
    fields: { pausedAt: now, pauseEndsAt: now + settings.pauseMaxHours * HOUR_MS },
  }),
} satisfies Rule<'pause'>;

/** The clock goes on, and the learner's page, which may have been away, has its whole time to be heard again. */
export const UNPAUSE = {
  conditions: {
    'the clock does not run': hasNoClock,
    'it is not paused': ({ state }) => !isPaused(state),
  },
  record: ({ state, now }) => ({ fields: { ...endPause(state, now), unpausedAt: now, lastPingAt: now } }),
} satisfies Rule<'unpause'>;

/** Nobody has ended the pause for too long: what is left of the time is kept for a resume. */
export const PAUSE_EXPIRE = {
  conditions: {
    'no pause is over': ({ state, now }) =>
      hasNoClock({ state }) || !isPaused(state) || now < (state.pauseEndsAt ?? Infinity),
  },
} satisfies Rule<'pause-expire'>;
