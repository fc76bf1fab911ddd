import fc from 'fast-check';
import type { Effect, EffectKind } from '../../rules/attempt/effects.ts';
import { REVIEW_STATUSES, type AttemptEvent } from '../../rules/attempt/events.ts';
import type { Facts, RuleSettings } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { ExamFacts } from '../../rules/exam.ts';
import { SETTABLE, STATUSES, type Status } from '../../rules/attempt/statuses.ts';
import type { Changed, Outcome } from '../../rules/attempt/outcome.ts';
import { step } from '../../rules/attempt/transition.ts';
import {
  anAttempt,
  anAttemptIn,
  CREATED_AT,
  MINUTE,
  ONBOARDING,
  PRACTICE,
  PROCTORED,
  PROCTORED_WITHOUT_BACKEND,
  someFacts,
  TIMED,
} from './attempt-builders.ts';

export const anyStatus: fc.Arbitrary<Status> = fc.constantFrom(...STATUSES);
export const anyExam: fc.Arbitrary<ExamFacts> = fc.constantFrom(
  TIMED,
  PROCTORED,
  PROCTORED_WITHOUT_BACKEND,
  PRACTICE,
  ONBOARDING,
);
export const aProctoredExam: fc.Arbitrary<ExamFacts> = anyExam.filter(({ isProctored }) => isProctored);
export const anyReviewStatus = fc.constantFrom(...REVIEW_STATUSES);

export const anySettings: fc.Arbitrary<RuleSettings> = fc.record({
  allowTimedOutState: fc.boolean(),
  requireFailureSecondReviews: fc.boolean(),
  passingStatuses: fc.subarray([...REVIEW_STATUSES]),
  supportsOnboarding: fc.boolean(),
  startRequiresReady: fc.boolean(),
  pingFailurePassthrough: fc.boolean(),
  pauseMaxHours: fc.integer({ min: 1, max: 24 }),
});

export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  settings: anySettings,
  clock: fc.record({
    timeLimitMins: fc.integer({ min: 1, max: 300 }),
    additionalMins: fc.integer({ min: 0, max: 90 }),
    dueAt: fc.option(fc.integer({ min: CREATED_AT, max: CREATED_AT + 600 * MINUTE })),
  }),
});

/** An attempt as it ordinarily looks in one of `statuses`, with the marks that its past may have left. */
export function anyAttempt(statuses: readonly Status[] = STATUSES, exams = anyExam): fc.Arbitrary<AttemptState> {
  return fc
    .record({
      status: fc.constantFrom(...statuses),
      exam: exams,
      isTakenOpenly: fc.boolean(),
    })
    .map(({ status, exam, isTakenOpenly }) =>
      anAttemptIn(status, { exam, ...(isTakenOpenly && { takingAsProctored: false }) }),
    );
}

const PLAIN = [
  'click-download-software',
  'vendor-ready',
  'launch',
  'start',
  'stop',
  'ping',
  'error',
  'mark-ready-to-resume',
  'resumed',
  'submit',
  'reset',
  'acknowledge',
] as const;

const plainEvent: fc.Arbitrary<AttemptEvent> = fc.constantFrom(...PLAIN).map((name) => ({ name, payload: {} }));
const reviewEvent: fc.Arbitrary<AttemptEvent> = fc
  .record({ reviewStatus: anyReviewStatus, reviewedBy: fc.constantFrom(null, 12) })
  .map((payload) => ({ name: 'review', payload }));
const setStatusEvent: fc.Arbitrary<AttemptEvent> = fc
  .constantFrom(...SETTABLE)
  .map((status) => ({ name: 'set-status', payload: { status } }));
const declineEvent: fc.Arbitrary<AttemptEvent> = fc
  .boolean()
  .map((cascaded) => ({ name: 'decline', payload: { cascaded } }));

/** Anything that can happen to an attempt without removing it. */
export const anyEvent: fc.Arbitrary<AttemptEvent> = fc.oneof(
  { weight: 3, arbitrary: plainEvent },
  reviewEvent,
  setStatusEvent,
  declineEvent,
);

/** What happened at one moment of a past: the state before it, and what it made of it. */
export interface Happening {
  event: AttemptEvent;
  before: AttemptState;
  after: AttemptState;
  outcome: Outcome;
}

/** The past of a new attempt on any exam: events a few minutes apart, with the end of the time seen to in between. */
export const anyPast: fc.Arbitrary<Happening[]> = fc
  .record({
    exam: anyExam,
    facts: anyFacts,
    events: fc.array(fc.record({ event: anyEvent, afterMins: fc.integer({ min: 0, max: 40 }) }), { maxLength: 25 }),
  })
  .map(({ exam, facts, events }) => {
    let [state, now] = [anAttempt({ exam }), CREATED_AT];
    return events.flatMap(({ event, afterMins }) => {
      now += afterMins * MINUTE;
      return step(state, event, now, facts).map(({ event: cause, outcome }) => {
        const before = state;
        if (outcome.outcome !== 'refused') state = outcome.state;
        return { event: cause, before, after: state, outcome };
      });
    });
  });

/** Facts under which nothing but the settings is remarkable. */
export function factsWith(settings: Partial<RuleSettings>): Facts {
  return someFacts({ settings });
}

export function effectsOf(outcome: Outcome): Effect[] {
  return outcome.outcome === 'changed' ? outcome.effects : [];
}

export function kindsOf(outcome: Outcome): EffectKind[] {
  return effectsOf(outcome).map(({ kind }) => kind);
}

/** The change that a test is about; fails where the rules made none. */
export function changeOf(outcome: Outcome): Changed {
  if (outcome.outcome !== 'changed') throw new Error(`expected a change, not ${JSON.stringify(outcome)}`);
  return outcome;
}
