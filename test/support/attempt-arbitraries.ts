import fc from 'fast-check';
import {
  EVENT_NAMES,
  REVIEW_STATUSES,
  type AttemptEvent,
  type EventName,
  type EventPayloads,
} from '../../rules/attempt/events.ts';
import type { ClockFacts, Facts, RuleSettings } from '../../rules/attempt/facts.ts';
import { STATUSES } from '../../rules/attempt/statuses.ts';
import {
  anAttempt,
  anAttemptIn,
  CREATED_AT,
  HOUR,
  MINUTE,
  ONBOARDING,
  PRACTICE,
  PROCTORED,
  PROCTORED_WITHOUT_BACKEND,
  someFacts,
  STARTED_AT,
  TIMED,
} from './attempt-builders.ts';
import { lastOf, type Moment } from './attempt-history.ts';

export const anyExam = fc.constantFrom(TIMED, PROCTORED, PROCTORED_WITHOUT_BACKEND, PRACTICE, ONBOARDING);
export const aProctoredExam = fc.constantFrom(PROCTORED, PROCTORED_WITHOUT_BACKEND, PRACTICE, ONBOARDING);

/** A span in milliseconds: often within a minute, sometimes past the end of every clock. */
export const anySpan = fc.oneof(
  fc.integer({ min: 0, max: MINUTE }),
  fc.integer({ min: 0, max: 2 * HOUR }),
  fc.constantFrom(0, 1, 1000, 30 * MINUTE, 90 * MINUTE),
);

/** Due dates lie around the times at which attempts of these arbitraries run. */
export const anyClock: fc.Arbitrary<ClockFacts> = fc.record({
  timeLimitMins: fc.integer({ min: 0, max: 240 }),
  additionalMins: fc.integer({ min: 0, max: 60 }),
  dueAt: fc.option(fc.integer({ min: CREATED_AT - HOUR, max: CREATED_AT + 6 * HOUR })),
});

const anySettings: fc.Arbitrary<RuleSettings> = fc.record({
  allowTimedOutState: fc.boolean(),
  requireFailureSecondReviews: fc.boolean(),
  passingStatuses: fc.subarray([...REVIEW_STATUSES]),
  supportsOnboarding: fc.boolean(),
  startRequiresReady: fc.boolean(),
  pingFailurePassthrough: fc.boolean(),
  pauseMaxHours: fc.integer({ min: 1, max: 24 }),
});

export const anyFacts: fc.Arbitrary<Facts> = fc.record({ settings: anySettings, clock: anyClock });

const nothing = fc.constant({});
const flag = fc.boolean();
const PAYLOADS: { [N in EventName]: fc.Arbitrary<EventPayloads[N]> } = {
  'click-download-software': nothing,
  'vendor-ready': nothing,
  launch: nothing,
  start: nothing,
  stop: nothing,
  ping: fc.record({ at: fc.integer({ min: CREATED_AT, max: CREATED_AT + 6 * HOUR }) }, { requiredKeys: [] }),
  error: nothing,
  'heartbeat-lost': fc.record({ lastPingAt: fc.integer({ min: CREATED_AT, max: CREATED_AT + 6 * HOUR }) }),
  'mark-ready-to-resume': nothing,
  resumed: nothing,
  submit: nothing,
  decline: fc.record({ cascaded: flag }, { requiredKeys: [] }),
  reset: nothing,
  review: fc.record(
    {
      reviewStatus: fc.constantFrom(...REVIEW_STATUSES),
      reviewedBy: fc.constantFrom(null, 9),
      revision: fc.integer({ min: 0, max: 4 }),
      reapply: flag,
    },
    { requiredKeys: ['reviewStatus'] },
  ),
  'set-status': fc.record({ status: fc.constantFrom(...STATUSES), reapply: flag }, { requiredKeys: ['status'] }),
  acknowledge: nothing,
  'extra-time': fc.record({ additionalMins: fc.integer({ min: 0, max: 120 }) }),
  'incident-time': fc.record({ minutes: fc.integer({ min: 1, max: 60 }) }),
  pause: nothing,
  unpause: nothing,
  'correct-end': fc.record({ endsAt: fc.integer({ min: CREATED_AT, max: CREATED_AT + 12 * HOUR }) }),
  undo: fc.record({ version: fc.integer({ min: 1, max: 30 }) }),
  delete: fc.record({ quiet: flag }, { requiredKeys: [] }),
};

/** One message of `names`, with its payload. */
export function anEventOf(names: readonly EventName[]): fc.Arbitrary<AttemptEvent> {
  return fc.oneof(...names.map((name) => PAYLOADS[name].map((payload) => ({ name, payload }) as AttemptEvent)));
}

/** All messages but the one that ends an attempt for good. */
export const LASTING = EVENT_NAMES.filter((name) => name !== 'delete');
/** Half of a history is the way through sitting, erring and resuming; deletions are rare, so that it becomes long. */
export const anyEvent = fc.oneof(
  { weight: 20, arbitrary: anEventOf(['start', 'stop', 'submit', 'error', 'mark-ready-to-resume', 'resumed']) },
  { weight: 20, arbitrary: anEventOf(LASTING) },
  { weight: 1, arbitrary: anEventOf(['delete']) },
);

/** Events at instants that never go back, each under its own settings and dates. */
export function aHistory(event: fc.Arbitrary<AttemptEvent> = anyEvent): fc.Arbitrary<Moment[]> {
  return fc.array(fc.record({ afterMs: anySpan, event, facts: anyFacts }), { maxLength: 25, size: 'max' });
}

export const newAttempt = anyExam.map((exam) => anAttempt({ exam }));

/** An attempt of any kind of exam as it ordinarily looks in any status. */
export const anyAttempt = fc
  .tuple(anyExam, fc.constantFrom(...STATUSES))
  .map(([exam, status]) => anAttemptIn(status, { exam }));

/** Started at `STARTED_AT` under any limit, allowance and due date to come; perhaps waiting for a confirmation. */
export const aRunningAttempt = fc
  .record({ exam: anyExam, clock: anyClock, status: fc.constantFrom('started' as const, 'ready_to_submit' as const) })
  .filter(({ clock }) => clock.dueAt === null || clock.dueAt > STARTED_AT)
  .map(({ exam, clock, status }) => {
    const facts = someFacts({ clock });
    const started = lastOf(anAttemptIn('ready_to_start', { exam }), { name: 'start', payload: {} }, STARTED_AT, facts);
    return { attempt: { ...started, status }, facts };
  });
