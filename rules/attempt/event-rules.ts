import { EXTRA_TIME, SET_STATUS } from './by-staff.ts';
import { planAnnouncements } from './consequences.ts';
import { CORRECT_END } from './correct-end.ts';
import type { AttemptEventName } from './events.ts';
import { EXPIRE, SUBMIT } from './hand-in.ts';
import { INCIDENT_TIME } from './incident-time.ts';
import { PAUSE, PAUSE_EXPIRE, UNPAUSE } from './pause.ts';
import { ERROR, HEARTBEAT_LOST } from './proctoring-lost.ts';
import { DELETE, RESET } from './removal.ts';
import { MARK_READY_TO_RESUME, RESUMED } from './resume.ts';
import { REVIEW } from './review.ts';
import type { Rule } from './rule.ts';
import { START } from './start.ts';
import { UNDO } from './undo.ts';

/** The rules of all events about which the table of moves does not say everything. */
export const EVENT_RULES = {
  created: { record: ({ state, now }) => ({ effects: planAnnouncements(state, now, true) }) },
  expire: EXPIRE,
  'pause-expire': PAUSE_EXPIRE,
  start: START,
  ping: {
    record({ state, payload: { at }, now }) {
      return { isUnrecorded: true, fields: { lastPingAt: Math.max(state.lastPingAt ?? 0, Math.min(at ?? now, now)) } };
    },
  },
  error: ERROR,
  'heartbeat-lost': HEARTBEAT_LOST,
  'mark-ready-to-resume': MARK_READY_TO_RESUME,
  resumed: RESUMED,
  submit: SUBMIT,
  decline: { move: ({ payload: { cascaded } }) => ({ cascaded }) },
  reset: RESET,
  review: REVIEW,
  'set-status': SET_STATUS,
  acknowledge: {
    conditions: { 'it was acknowledged before': ({ state }) => state.isStatusAcknowledged },
    record: () => ({ fields: { isStatusAcknowledged: true } }),
  },
  'extra-time': EXTRA_TIME,
  'incident-time': INCIDENT_TIME,
  pause: PAUSE,
  unpause: UNPAUSE,
  'correct-end': CORRECT_END,
  undo: UNDO,
  delete: DELETE,
} satisfies { [Name in AttemptEventName]?: Rule<Name> };
