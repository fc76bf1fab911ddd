import { isClockRunning, isPaused } from './clock.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './rule.ts';

const isPassedOver = ({ facts }: { facts: Facts }) => facts.settings.pingFailurePassthrough;

/** Proctoring is lost: the clock stops, and what is left is kept for a resume. */
export const ERROR = {
  conditions: {
    'the back-end lets lost proctoring pass': isPassedOver,
    'the clock runs': ({ state }) => isClockRunning(state),
  },
} satisfies Rule<'error'>;

/** Nothing was heard of the learner's page; the clock stops at the last sign of life. */
export const HEARTBEAT_LOST = {
  conditions: {
    'there is no back-end, or a later sign of life': ({ state: { exam, lastPingAt }, payload }) =>
      exam.backend === null || (lastPingAt !== null && lastPingAt > payload.lastPingAt),
    'the clock is paused': ({ state }) => isPaused(state),
    'the back-end lets lost proctoring pass': isPassedOver,
  },
  move: ({ state, payload: { lastPingAt } }) => ({ stoppedAt: Math.max(lastPingAt, state.startedAt ?? lastPingAt) }),
} satisfies Rule<'heartbeat-lost'>;
