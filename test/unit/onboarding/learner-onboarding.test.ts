import { describe, expect, it } from 'vitest';
import {
  isProfileStatus,
  learnerOnboarding,
  statusOfProfile,
  type OnboardingAttempt,
} from '../../../rules/onboarding/learner-onboarding.ts';
import { STATUSES, type Status } from '../../../rules/attempt/statuses.ts';
import { CREATED_AT, DAY } from '../../support/attempt-builders.ts';

const NOW = CREATED_AT + 400 * DAY;
const tried = (status: Status, modifiedAt: number, id = 1): OnboardingAttempt => ({ id, status, modifiedAt });

describe('the onboarding of a learner', () => {
  it('is unknown without an attempt here or an approval elsewhere', () => {
    expect(learnerOnboarding([], [], NOW)).toEqual({ status: null, expiresAt: null });
  });

  it.each(STATUSES.filter((status) => status !== 'verified'))(
    'is %s as stored when that is the latest attempt',
    (status) => {
      const attempts = [tried('submitted', NOW - 2), tried(status, NOW - 1, 2), tried('error', NOW - 3, 3)];
      expect(learnerOnboarding(attempts, [], NOW)).toEqual({ status, expiresAt: null });
    },
  );

  it('is verified by any verified attempt here, however long ago and whatever came later', () => {
    const attempts = [tried('rejected', NOW), tried('verified', CREATED_AT, 2), tried('verified', CREATED_AT - DAY, 3)];
    expect(learnerOnboarding(attempts, [NOW], NOW)).toEqual({
      status: 'verified',
      expiresAt: CREATED_AT + 365 * DAY,
    });
  });

  it('49: is approved in another course until 365 days after, then what it is here', () => {
    const approvedAt = NOW - 365 * DAY + 1;
    const here = [tried('submitted', CREATED_AT)];
    expect(learnerOnboarding(here, [CREATED_AT, approvedAt], NOW)).toEqual({
      status: 'other_course_approved',
      expiresAt: approvedAt + 365 * DAY,
    });
    expect(learnerOnboarding(here, [CREATED_AT, approvedAt], NOW + 1)).toEqual({
      status: 'submitted',
      expiresAt: null,
    });
  });

  it('49: does not flip when it was verified here', () => {
    const here = [tried('verified', CREATED_AT)];
    const expected = { status: 'verified', expiresAt: CREATED_AT + 365 * DAY };
    expect(learnerOnboarding(here, [], CREATED_AT)).toEqual(expected);
    expect(learnerOnboarding(here, [], CREATED_AT + 3650 * DAY)).toEqual(expected);
  });
});

describe("a vendor's profile status", () => {
  it.each([
    ['no-profile', null],
    ['approved-in-course', 'verified'],
    ['approved-in-different-course', 'other_course_approved'],
    ['rejected', 'rejected'],
    ['expired', 'expired'],
    ['pending', 'submitted'],
  ] as const)('%s means %s', (word, status) => {
    expect([isProfileStatus(word), statusOfProfile(word)]).toEqual([true, status]);
  });

  it.each(['', 'approved', 'toString'])('%j is none', (word) => {
    expect(isProfileStatus(word)).toBe(false);
  });
});
