import { describe, expect, it } from 'vitest';
import type { OnboardingAttempt } from '../../../rules/onboarding/learner-onboarding.ts';
import { attemptForList, listStatusFor, listStatusOf } from '../../../rules/onboarding/course-list.ts';
import { STATUSES, type Status } from '../../../rules/attempt/statuses.ts';

const LISTED = {
  eligible: null,
  created: 'setup_started',
  download_software_clicked: 'setup_started',
  ready_to_start: 'setup_started',
  started: 'onboarding_started',
  ready_to_submit: 'onboarding_started',
  declined: null,
  timed_out: null,
  submitted: 'submitted',
  second_review_required: null,
  verified: 'verified',
  rejected: 'rejected',
  error: 'error',
  ready_to_resume: 'error',
  resumed: 'error',
  onboarding_missing: null,
  onboarding_pending: null,
  onboarding_failed: null,
  onboarding_expired: null,
  expired: 'expired',
  onboarding_reset: 'onboarding_reset_past_due',
} as const satisfies Record<Status, string | null>;

const tried = (id: number, status: Status, modifiedAt: number): OnboardingAttempt => ({ id, status, modifiedAt });

describe('the status column of the onboarding list', () => {
  it.each(STATUSES)('knows %s', (status) => {
    expect(listStatusOf(status)).toBe(LISTED[status]);
  });

  it('says not_started without an attempt, and other_course_approved as it is', () => {
    expect([listStatusOf(null), listStatusOf('other_course_approved')]).toEqual([
      'not_started',
      'other_course_approved',
    ]);
  });

  it.each(STATUSES)('puts an approval elsewhere before %s unless that is an approval here', (status) => {
    const expected = status === 'verified' ? 'verified' : 'other_course_approved';
    expect(listStatusFor(tried(1, status, 0), true)).toBe(expected);
    expect(listStatusFor(tried(1, status, 0), false)).toBe(LISTED[status]);
  });

  it('puts an approval elsewhere before no attempt', () => {
    expect([listStatusFor(null, true), listStatusFor(null, false)]).toEqual(['other_course_approved', 'not_started']);
  });
});

describe('the attempt that speaks for a learner', () => {
  it.each([
    { what: 'none without attempts', attempts: [], spokenBy: null },
    { what: 'the one changed last', attempts: [tried(1, 'error', 20), tried(2, 'created', 10)], spokenBy: 1 },
    {
      what: 'the latest verified one before all',
      attempts: [tried(1, 'verified', 5), tried(2, 'verified', 6), tried(3, 'rejected', 10)],
      spokenBy: 2,
    },
    {
      what: 'a newer one before a superseded one that was changed later',
      attempts: [tried(1, 'onboarding_reset', 30), tried(2, 'created', 20)],
      spokenBy: 2,
    },
    {
      what: 'a superseded one before an older one',
      attempts: [tried(2, 'onboarding_reset', 30), tried(1, 'error', 20)],
      spokenBy: 2,
    },
    {
      what: 'a superseded one when all newer ones are superseded too',
      attempts: [tried(1, 'onboarding_reset', 30), tried(2, 'onboarding_reset', 20)],
      spokenBy: 1,
    },
  ])('is $what', ({ attempts, spokenBy }) => {
    expect(attemptForList(attempts)?.id ?? null).toBe(spokenBy);
    expect(attemptForList(attempts.toReversed())?.id ?? null).toBe(spokenBy);
  });
});
