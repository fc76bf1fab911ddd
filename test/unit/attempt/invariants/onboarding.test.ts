// Onboarding by attempt-lifecycle §8. Which attempts are asked (own course, same back-end):
// test/e2e/conformance.test.ts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  APPROVAL_MS,
  learnerOnboarding,
  type OnboardingAttempt,
} from '../../../../rules/onboarding/learner-onboarding.ts';
import { CREATED_AT, DAY } from '../../../support/attempt-builders.ts';
import { anyStatus } from '../../../support/invariant-arbitraries.ts';

const NOW = CREATED_AT + 500 * DAY;
const anyInstant = fc.integer({ min: CREATED_AT, max: NOW });
const anyHere: fc.Arbitrary<OnboardingAttempt[]> = fc.array(
  fc.record({ id: fc.nat(), status: anyStatus, modifiedAt: anyInstant }),
  { maxLength: 4 },
);
const unapproved = anyHere.map((attempts) => attempts.filter(({ status }) => status !== 'verified'));

it('49: an approval in another course gives way to the local status exactly 365 days after its last change', () => {
  fc.assert(
    fc.property(unapproved, anyInstant, (here, approvedAt) => {
      const expiresAt = approvedAt + 365 * DAY;
      const local = learnerOnboarding(here, [], NOW);
      expect(learnerOnboarding(here, [approvedAt], expiresAt - 1)).toEqual({
        status: 'other_course_approved',
        expiresAt,
      });
      expect(learnerOnboarding(here, [approvedAt], expiresAt)).toEqual(local);
    }),
  );
});

it('49: of several approvals elsewhere the newest counts', () => {
  fc.assert(
    fc.property(unapproved, fc.array(anyInstant, { minLength: 1 }), (here, approvedAt) => {
      const newest = approvedAt.reduce((one, other) => Math.max(one, other));
      expect(learnerOnboarding(here, approvedAt, NOW)).toEqual(learnerOnboarding(here, [newest], NOW));
    }),
  );
});

it('49: an approval in the course holds however long ago it was, whatever came after it', () => {
  fc.assert(
    fc.property(anyHere, anyInstant, fc.array(anyInstant), fc.nat(2000), (others, modifiedAt, elsewhere, laterDays) => {
      const here: OnboardingAttempt[] = [...others, { id: 1, status: 'verified', modifiedAt }];
      const approvals = here.filter(({ status }) => status === 'verified').map((attempt) => attempt.modifiedAt);
      expect(learnerOnboarding(here, elsewhere, NOW + laterDays * DAY)).toEqual({
        status: 'verified',
        expiresAt: Math.max(...approvals) + APPROVAL_MS,
      });
    }),
  );
});

it('49: without any approval the attempt changed last speaks for the learner, with no date', () => {
  fc.assert(
    fc.property(unapproved, (here) => {
      const latest = Math.max(...here.map(({ modifiedAt }) => modifiedAt));
      const candidates = here.filter(({ modifiedAt }) => modifiedAt === latest).map(({ status }) => status);
      const { status, expiresAt } = learnerOnboarding(here, [], NOW);
      expect(here.length === 0 ? [null] : candidates).toContain(status);
      expect(expiresAt).toBeNull();
    }),
  );
});
