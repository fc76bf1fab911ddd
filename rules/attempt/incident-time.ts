import { isClockRunning } from './clock.ts';
import { LONGEST_MINUTES } from './minutes.ts';
import type { Rule, Situation } from './rule.ts';
import { isIncomplete } from './statuses.ts';

const MINUTE = 60;

type Given = Situation<'incident-time'>;

/** Somebody may still resume the attempt with the time that was kept. */
function keepsTime({ state }: Given): boolean {
  const isOpen = state.isResumable || (state.readyToResume && !state.resumed);
  return isOpen && state.timeRemainingSeconds !== null;
}

function sumOf({ state, payload }: Given): number {
  return (state.incidentMins ?? 0) + payload.minutes;
}

/** More on a running clock; before the start it waits for it, and after an error it is kept with the rest. */
function addTime(given: Given) {
  const { state, payload } = given;
  const seconds = payload.minutes * MINUTE;
  const incidentMins = sumOf(given);
  if (isClockRunning(state)) {
    const allowedSeconds = (state.allowedSeconds ?? 0) + seconds;
    return { incidentMins, allowedSeconds, allowedTimeLimitMins: Math.floor(allowedSeconds / MINUTE) };
  }
  if (isIncomplete(state.status)) return { incidentMins };
  const { rest, timeRemainingSeconds } = state;
  return {
    incidentMins,
    timeRemainingSeconds: (timeRemainingSeconds ?? 0) + seconds,
    ...(rest && { rest: { ...rest, seconds: rest.seconds + seconds } }),
  };
}

/** Staff make up for time that an incident has cost; exactly so many minutes, whatever the due date. */
export const INCIDENT_TIME = {
  conditions: {
    'its clock has stopped for good': (given) => !isClockRunning(given.state) && !keepsTime(given),
    'that is more than they may give': (given) => sumOf(given) > (given.payload.mostMins ?? LONGEST_MINUTES),
  },
  record: (given) => ({ fields: addTime(given) }),
} satisfies Rule<'incident-time'>;
