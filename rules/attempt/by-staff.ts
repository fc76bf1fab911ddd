import { findCompletion, isClockRunning } from './clock.ts';
import { extendTime } from './entitlement.ts';
import type { Facts } from './facts.ts';
import type { EventOf } from './outcome.ts';
import type { Rule, Situation } from './rule.ts';
import { isStartPastDue } from './start.ts';
import type { AttemptState } from './state.ts';
import { isPreStart, SETTABLE, type Status } from './statuses.ts';

/** The status that staff asked for; `timed_out` is stored as `submitted` unless it is wanted. */
function readWantedStatus({ status }: EventOf<'set-status'>['payload'], { settings }: Facts): Status {
  return status === 'timed_out' && !settings.allowTimedOutState ? 'submitted' : status;
}

/** Staff set a status by hand (attempt-lifecycle §3.1). */
export const SET_STATUS = {
  conditions: {
    'the effects of another status are to run again': ({ state, payload }) =>
      payload.reapply === true && payload.status !== state.status && SETTABLE.includes(payload.status),
    '`started` is asked for, and the due date has passed': ({ state, payload, facts, now }) =>
      payload.status === 'started' && isStartPastDue(state, facts, now),
    'the attempt has that status': ({ state, payload, facts }) =>
      payload.reapply !== true && readWantedStatus(payload, facts) === state.status,
    'that status is asked for': ({ payload, facts }, target) => readWantedStatus(payload, facts) === target,
    'a step of the setup is asked for': ({ payload }) => isPreStart(payload.status),
  },
  move({ state, payload, now }, status) {
    const completedAt = status === state.status ? (state.completedAt ?? now) : findCompletion(state, now);
    return { completedAt, decidedBy: payload.actor?.userId ?? null };
  },
} satisfies Rule<'set-status'>;

/** The clock with the extra time and the due date as they are now, if it runs longer than before. */
function lengthenClock({
  state,
  payload,
  facts,
}: Situation<'extra-time'>): Pick<AttemptState, 'allowedSeconds' | 'allowedTimeLimitMins'> | null {
  const { startedAt, entitlement, incidentMins } = state;
  if (!isClockRunning(state) || startedAt === null || entitlement === null) return null;
  const { seconds, minutes } = extendTime(
    { entitlement, startedAt, ...(incidentMins !== undefined && { incidentMins }) },
    facts.clock,
    payload.additionalMins,
  );
  return seconds > (state.allowedSeconds ?? 0) ? { allowedSeconds: seconds, allowedTimeLimitMins: minutes } : null;
}

/** Extra time, or a due date that was moved, lets a running clock end later; never earlier. */
export const EXTRA_TIME = {
  conditions: { 'the clock would not run longer': (situation) => lengthenClock(situation) === null },
  record: (situation) => ({ fields: { ...lengthenClock(situation) } }),
} satisfies Rule<'extra-time'>;
