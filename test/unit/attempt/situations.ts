import type { AttemptEvent } from '../../../rules/attempt/events.ts';
import type { Facts } from '../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import type { Status } from '../../../rules/attempt/statuses.ts';
import { anAttemptIn, clockSince, DAY, ENDS_AT, MINUTE, STARTED_AT } from '../../support/attempt-builders.ts';
import { NOW } from './expected-outcome.ts';

/** What a column of condition-drawings.ts is about. */
export interface Situation {
  event: (before: AttemptState) => AttemptEvent;
  fields?: Partial<AttemptState>;
  settings?: Partial<Facts['settings']>;
  clock?: Partial<Facts['clock']>;
  at?: number;
}

const send = <Name extends AttemptEvent['name']>(
  name: Name,
  payload: Extract<AttemptEvent, { name: Name }>['payload'],
): Pick<Situation, 'event'> => ({ event: () => ({ name, payload }) as AttemptEvent });

const RUNNING = {
  ...clockSince(STARTED_AT),
  completedAt: null,
  isResumable: false,
  readyToResume: false,
  resumed: false,
};
const PAUSED = { ...RUNNING, pausedAt: STARTED_AT + 10 * MINUTE, pauseEndsAt: STARTED_AT + 25 * MINUTE };
const NO_CLOCK = { startedAt: null, allowedSeconds: null, allowedTimeLimitMins: null, entitlement: null };
const undoing = (status: Status, until = NOW): Pick<Situation, 'event' | 'fields'> => ({
  ...send('undo', { version: 5 }),
  fields: {
    version: 5,
    undoable: { version: 5, event: 'submit', by: 9, at: NOW - MINUTE, until, before: anAttemptIn(status) },
  },
});
const KEPT = { ...NO_CLOCK, isResumable: true, timeRemainingSeconds: 600 };
const HANDED_IN = { completedAt: STARTED_AT + 20 * MINUTE };
const NEVER_HANDED_IN = { completedAt: null, hasTimedOut: false, readyToResume: false, resumed: false };
const PAST_DUE = { dueAt: NOW };
const WITHOUT_SET_UP = { startRequiresReady: true };
const PASSED = { pingFailurePassthrough: true };

const KNOWN = { reviewRevision: 2 };
const passing = { reviewStatus: 'Clean' } as const;
const impossible = { reviewStatus: 'Not Reviewed' } as const;
const failing = { reviewStatus: 'Suspicious', reviewedBy: 12 } as const;
const suspicious = { reviewStatus: 'Suspicious' } as const;
const again = { revision: 2, reapply: true } as const;

export const SITUATIONS: Readonly<Record<string, Situation>> = {
  'start past due': { ...send('start', {}), fields: NO_CLOCK, clock: PAST_DUE },
  'start without setup': { ...send('start', {}), settings: WITHOUT_SET_UP, fields: { takingAsProctored: true } },
  'start past due without setup': {
    ...send('start', {}),
    fields: { ...NO_CLOCK, takingAsProctored: true },
    clock: PAST_DUE,
    settings: WITHOUT_SET_UP,
  },
  'submit never handed in': { ...send('submit', {}), fields: NEVER_HANDED_IN },
  'submit handed in': { ...send('submit', {}), fields: HANDED_IN },
  'expire running': { ...send('expire', {}), fields: RUNNING, at: ENDS_AT },
  'expire stored': {
    ...send('expire', {}),
    fields: RUNNING,
    settings: { allowTimedOutState: true },
    at: ENDS_AT,
  },
  'expire early': { ...send('expire', {}), fields: RUNNING },
  'expire stopped': { ...send('expire', {}), fields: { ...NO_CLOCK }, at: ENDS_AT },
  'error running': { ...send('error', {}), fields: RUNNING },
  'error passed': { ...send('error', {}), fields: RUNNING, settings: PASSED },
  'heartbeat-lost passed': { ...send('heartbeat-lost', { lastPingAt: STARTED_AT }), settings: PASSED },
  'heartbeat-lost contradicted': {
    ...send('heartbeat-lost', { lastPingAt: STARTED_AT }),
    fields: { lastPingAt: STARTED_AT + MINUTE },
  },
  'mark-ready-to-resume resumable': { ...send('mark-ready-to-resume', {}), fields: { isResumable: true } },
  'mark-ready-to-resume unresumable': { ...send('mark-ready-to-resume', {}), fields: { isResumable: false } },
  'resumed marked': { ...send('resumed', {}), fields: { readyToResume: true, resumed: false } },
  'resumed twice': { ...send('resumed', {}), fields: { readyToResume: true, resumed: true } },
  'resumed unmarked': { ...send('resumed', {}), fields: { readyToResume: false, resumed: false } },
  'extra-time running': { ...send('extra-time', { additionalMins: 15 }), fields: RUNNING },
  'extra-time no more': { ...send('extra-time', { additionalMins: 0 }), fields: RUNNING },
  'pause running': { ...send('pause', {}), fields: RUNNING },
  'pause paused': { ...send('pause', {}), fields: PAUSED },
  'pause stopped': { ...send('pause', {}), fields: NO_CLOCK },
  'unpause paused': { ...send('unpause', {}), fields: PAUSED },
  'unpause running': { ...send('unpause', {}), fields: RUNNING },
  'unpause stopped': { ...send('unpause', {}), fields: NO_CLOCK },
  'submit missed pause': {
    ...send('submit', { actor: { kind: 'learner', userId: 5 } }),
    fields: { ...RUNNING, pausedMs: 10 * MINUTE },
    at: ENDS_AT,
  },
  'correct-end running': { ...send('correct-end', { endsAt: NOW + 5 * MINUTE }), fields: RUNNING },
  'correct-end paused': { ...send('correct-end', { endsAt: NOW + 5 * MINUTE }), fields: PAUSED },
  'correct-end same': { ...send('correct-end', { endsAt: ENDS_AT }), fields: RUNNING },
  'correct-end too soon': { ...send('correct-end', { endsAt: NOW + 5 * MINUTE - 1 }), fields: RUNNING },
  'correct-end too late': { ...send('correct-end', { endsAt: NOW + 366 * DAY }), fields: RUNNING },
  'correct-end stopped': { ...send('correct-end', { endsAt: NOW + 5 * MINUTE }), fields: NO_CLOCK },
  'incident-time running': { ...send('incident-time', { minutes: 15 }), fields: RUNNING },
  'incident-time kept': { ...send('incident-time', { minutes: 15 }), fields: KEPT },
  'incident-time unkept': {
    ...send('incident-time', { minutes: 15 }),
    fields: { ...KEPT, timeRemainingSeconds: null },
  },
  'incident-time too much': { ...send('incident-time', { minutes: 15, mostMins: 14 }), fields: KEPT },
  'incident-time stopped too much': {
    ...send('incident-time', { minutes: 15, mostMins: 14 }),
    fields: { ...KEPT, timeRemainingSeconds: null },
  },
  'undo to created': undoing('created'),
  'undo to verified': undoing('verified'),
  'undo overtaken': { ...send('undo', { version: 5 }), fields: { version: 6 } },
  'undo unknown': { ...undoing('created'), ...send('undo', { version: 6 }) },
  'undo too late': undoing('created', NOW - 1),
  'heartbeat-lost paused': { ...send('heartbeat-lost', { lastPingAt: STARTED_AT + 15 * MINUTE }), fields: PAUSED },
  'pause-expire over': { ...send('pause-expire', {}), fields: PAUSED },
  'pause-expire early': { ...send('pause-expire', {}), fields: PAUSED, at: STARTED_AT + 25 * MINUTE - 1 },
  'pause-expire unpaused': { ...send('pause-expire', {}), fields: RUNNING },
  'expire paused': { ...send('expire', {}), fields: PAUSED, at: ENDS_AT },
  'acknowledge twice': { ...send('acknowledge', {}), fields: { isStatusAcknowledged: true } },
  'review passing': { ...send('review', passing), fields: HANDED_IN },
  'review passing unfinished': { ...send('review', passing), fields: NEVER_HANDED_IN },
  'review impossible': send('review', impossible),
  'review failing': send('review', failing),
  'review older': { ...send('review', { ...passing, revision: 1, reapply: true }), fields: { ...KNOWN, ...HANDED_IN } },
  'review older failing': { ...send('review', { ...failing, revision: 1, reapply: true }), fields: KNOWN },
  'review repeated': { ...send('review', { ...passing, revision: 2 }), fields: { ...KNOWN, ...HANDED_IN } },
  'review passing reapplied': { ...send('review', { ...passing, ...again }), fields: { ...KNOWN, ...HANDED_IN } },
  'review impossible reapplied': { ...send('review', { ...impossible, ...again }), fields: KNOWN },
  'review failing reapplied': { ...send('review', { ...failing, ...again }), fields: KNOWN },
  'review suspicious reapplied': { ...send('review', { ...suspicious, ...again }), fields: KNOWN },
  'set-status what it has again': {
    event: ({ status }) => ({ name: 'set-status', payload: { status, reapply: true } }),
    settings: { allowTimedOutState: true },
  },
  'set-status verified again': send('set-status', { status: 'verified', reapply: true }),
  'set-status rejected again': send('set-status', { status: 'rejected', reapply: true }),
  'set-status resumed again': send('set-status', { status: 'resumed', reapply: true }),
  'set-status started past due': { ...send('set-status', { status: 'started' }), fields: NO_CLOCK, clock: PAST_DUE },
  'set-status timed_out stored': {
    ...send('set-status', { status: 'timed_out' }),
    settings: { allowTimedOutState: true },
  },
};
