import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import type { ExamType } from '../../../rules/exam.ts';
import { isDeclinedByView, viewOf } from '../../../rules/views/exam-view.ts';
import type { ViewFacts } from '../../../rules/views/view-facts.ts';
import { VIEW_KEYS } from '../../../rules/views/view-keys.ts';
import { offersOf, type ViewOffers } from '../../../rules/views/view-offers.ts';
import { ENDS_AT, STARTED_AT } from '../../support/attempt-builders.ts';
import { LOOKED_AT, viewed, viewFacts } from '../../support/view-builders.ts';

const NOTHING: ViewOffers = {
  systemCheck: false,
  retry: false,
  continueWorking: false,
  resultPending: false,
  timeExpired: false,
};

function offers(facts: ViewFacts, now: number, hasDownloadLink = false): ViewOffers {
  return offersOf(viewOf(facts, now), facts, hasDownloadLink, now);
}

it('offers the system check on the instructions only when the back-end has a download link', () => {
  const facts = viewFacts('proctored', { attempt: viewed('created') });
  expect(offers(facts, LOOKED_AT, true)).toEqual({ ...NOTHING, systemCheck: true });
  expect(offers(facts, LOOKED_AT, false)).toEqual(NOTHING);
  expect(offers(viewFacts('proctored'), LOOKED_AT, true)).toEqual(NOTHING);
});

it.each([
  ['practice', 'error', true],
  ['practice', 'submitted', true],
  ['practice', 'ready_to_submit', false],
  ['onboarding', 'error', true],
  ['onboarding', 'rejected', true],
  ['onboarding', 'submitted', true],
  ['onboarding', 'verified', false],
  ['proctored', 'error', false],
  ['proctored', 'rejected', false],
] as const)('a %s exam in %s offers another try: %s', (type, status, retry) => {
  expect(offers(viewFacts(type, { attempt: viewed(status) }), LOOKED_AT)).toEqual({ ...NOTHING, retry });
});

describe('continuing to work', () => {
  it.each(['timed', 'proctored', 'practice', 'onboarding'] as const)(
    'is offered on the %s confirmation until the very end of the time',
    (type) => {
      const facts = viewFacts(type, { attempt: viewed('ready_to_submit') });
      expect(offers(facts, ENDS_AT - 1)).toEqual({ ...NOTHING, continueWorking: true });
      expect(offers(facts, ENDS_AT)).toEqual(NOTHING);
    },
  );

  it('needs the right browser, except in a timed exam', () => {
    const isOffered = (type: ExamType) =>
      offers(viewFacts(type, { attempt: viewed('ready_to_submit'), isBrowserBlocked: true }), STARTED_AT)
        .continueWorking;
    expect([isOffered('timed'), isOffered('proctored'), isOffered('practice')]).toEqual([true, false, false]);
  });
});

it('says that a pass may still change until the due date and its grace period are over', () => {
  const dates = { dueAt: LOOKED_AT, graceSeconds: 60 };
  const facts = viewFacts('proctored', { attempt: viewed('verified'), dates });
  expect(offers(facts, LOOKED_AT + 59_999)).toEqual({ ...NOTHING, resultPending: true });
  expect(offers(facts, LOOKED_AT + 60_000)).toEqual(NOTHING);
});

it('notes for a minute that the time ran out, and only when it did', () => {
  const ranOut = viewFacts('timed', { attempt: viewed('submitted', { completedAt: ENDS_AT }) });
  const inTime = viewFacts('timed', { attempt: viewed('submitted', { completedAt: ENDS_AT - 1 }) });
  expect(offers(ranOut, ENDS_AT + 59_999)).toEqual({ ...NOTHING, timeExpired: true });
  expect(offers(ranOut, ENDS_AT + 60_000)).toEqual(NOTHING);
  expect(offers(inTime, ENDS_AT)).toEqual(NOTHING);
});

const instant = fc.option(fc.integer({ min: -5, max: 5 }).map((minutes) => LOOKED_AT + minutes));

const anyFacts: fc.Arbitrary<ViewFacts> = fc
  .record({
    type: fc.constantFrom<ExamType>('timed', 'proctored', 'practice', 'onboarding'),
    viewer: fc.record({ isStudent: fc.boolean(), isActive: fc.boolean(), mayTakeProctored: fc.boolean() }),
    exam: fc.record({ isActive: fc.boolean(), hideAfterDue: fc.boolean() }),
    attempt: fc.option(
      fc
        .record({
          status: fc.constantFrom(...STATUSES),
          readyToResume: fc.boolean(),
          resumed: fc.boolean(),
          isStatusAcknowledged: fc.boolean(),
        })
        .map(({ status, ...flags }) => viewed(status, flags)),
    ),
    dates: fc.record({
      dueAt: instant,
      courseDueAt: instant,
      courseEndAt: instant,
      graceSeconds: fc.option(fc.nat({ max: 3 })),
    }),
    prerequisites: fc.constantFrom('satisfied' as const, 'failed' as const, 'pending' as const, 'declined' as const),
    isBrowserBlocked: fc.boolean(),
    isViewablePastDue: fc.boolean(),
  })
  .map(({ type, ...overrides }) => viewFacts(type, overrides));

it('50: for any type, status, dates and flags there is exactly one known page, or the content', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const view = viewOf(facts, LOOKED_AT);
      expect([null, ...VIEW_KEYS]).toContain(view);
      expect(view === null || !isDeclinedByView(facts, LOOKED_AT)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('50: every page can be reached', () => {
  const reached = new Set(fc.sample(anyFacts, { numRuns: 60_000, seed: 7 }).map((facts) => viewOf(facts, LOOKED_AT)));
  expect(reached).toEqual(new Set([null, ...VIEW_KEYS]));
});
