// Views by attempt-lifecycle §8. Every cell of §6.2 by name: test/unit/attempt/views; the recorded pages of the
// original: test/e2e/conformance.test.ts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDeclinedByView, viewOf } from '../../../../rules/views/exam-view.ts';
import type { ViewFacts } from '../../../../rules/views/view-facts.ts';
import { VIEW_KEYS } from '../../../../rules/views/view-keys.ts';
import { DAY } from '../../../support/attempt-builders.ts';
import { anyAttempt } from '../../../support/invariant-arbitraries.ts';
import { LOOKED_AT, viewed, viewFacts } from '../../../support/view-builders.ts';

const anyType = fc.constantFrom('timed', 'proctored', 'practice', 'onboarding');
const anyInstant = fc.option(fc.integer({ min: LOOKED_AT - DAY, max: LOOKED_AT + DAY }));
const anyFlags = fc.record({ readyToResume: fc.boolean(), resumed: fc.boolean(), isStatusAcknowledged: fc.boolean() });

const anyViewFacts: fc.Arbitrary<ViewFacts> = fc
  .record({
    type: anyType,
    viewer: fc.record({ isStudent: fc.boolean(), isActive: fc.boolean(), mayTakeProctored: fc.boolean() }),
    exam: fc.record({ isActive: fc.boolean(), hideAfterDue: fc.boolean() }),
    attempt: fc.option(fc.tuple(anyAttempt(), anyFlags).map(([attempt, flags]) => ({ ...attempt, ...flags }))),
    dates: fc.record({
      dueAt: anyInstant,
      courseDueAt: anyInstant,
      courseEndAt: anyInstant,
      graceSeconds: fc.option(fc.nat(100_000)),
    }),
    prerequisites: fc.constantFrom('satisfied', 'failed', 'pending', 'declined'),
    isBrowserBlocked: fc.boolean(),
    isViewablePastDue: fc.boolean(),
  })
  .map(({ type, ...others }) => viewFacts(type, others));

it('50: whatever the type, status, due date and right to resume, a view is one known key or none', () => {
  fc.assert(
    fc.property(anyViewFacts, (facts) => {
      expect([null, ...VIEW_KEYS]).toContain(viewOf(facts, LOOKED_AT));
    }),
    { numRuns: 1000 },
  );
});

it('50: a view depends on nothing but its facts and the moment', () => {
  fc.assert(
    fc.property(anyViewFacts, (facts) => {
      expect(viewOf(structuredClone(facts), LOOKED_AT)).toBe(viewOf(facts, LOOKED_AT));
    }),
  );
});

it('50: timed_out, which the original does not know how to show, looks like submitted', () => {
  fc.assert(
    fc.property(fc.constantFrom('timed', 'proctored'), anyInstant, fc.boolean(), (type, dueAt, hideAfterDue) => {
      const seen = (status: 'timed_out' | 'submitted') =>
        viewOf(viewFacts(type, { attempt: viewed(status), dates: { dueAt }, exam: { hideAfterDue } }), LOOKED_AT);
      expect(seen('timed_out')).toBe(seen('submitted'));
    }),
  );
});

it('50: a timed attempt that was handed in before it was started, on which the original fails, shows as submitted', () => {
  const attempt = viewed('submitted', { startedAt: null, allowedSeconds: null });
  expect(viewOf(viewFacts('timed', { attempt }), LOOKED_AT)).toBe('timed_exam/submitted');
});

it('27: a view declines an open exam without an attempt, and shows its content', () => {
  fc.assert(
    fc.property(anyViewFacts, anyInstant, anyInstant, (facts, dueAt, courseEndAt) => {
      const open = viewFacts('proctored', {
        attempt: facts.attempt,
        prerequisites: 'declined',
        dates: { ...facts.dates, dueAt, courseEndAt },
      });
      const isOver = [dueAt, courseEndAt].some((instant) => instant !== null && instant <= LOOKED_AT);
      const isDeclined = isDeclinedByView(open, LOOKED_AT);
      expect(isDeclined).toBe(facts.attempt === null && !isOver);
      if (isDeclined) expect(viewOf(open, LOOKED_AT)).toBeNull();
    }),
  );
});
