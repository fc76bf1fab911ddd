import { describe, expect, it } from 'vitest';
import type { Vendor } from '../../../vendors/port.ts';
import type { ReviewStatus } from '../../../rules/attempt/events.ts';
import { DEFAULT_SETTINGS } from '../../../rules/attempt/facts.ts';
import { decideStatus, wantsSupportNotice } from '../../../rules/attempt/review.ts';
import { REST_OPTIONS, SOFTWARE_SECURE_OPTIONS, vendorOf } from '../../support/vendor-examples.ts';
import restVectors from './vectors/rest-backend.json' with { type: 'json' };
import softwareSecureVectors from './vectors/software-secure.json' with { type: 'json' };

const STORED: Record<string, ReviewStatus> = {
  passed: 'Clean',
  violation: 'Rules Violation',
  suspicious: 'Suspicious',
  not_reviewed: 'Not Reviewed',
};

type Vector = (typeof restVectors.reviewOutcomes)[number];

/** `reviewed_by` counts when it names somebody known; the address of nobody is an automatic review (vendors §5.2). */
function outcome(vendor: Vendor, { review, reviewedBy, practice, requireSecondReview }: Vector) {
  const status = STORED[review] ?? 'Not Reviewed';
  const reviewer = reviewedBy === null || reviewedBy === 'address of nobody' ? null : 7;
  const settings = {
    ...DEFAULT_SETTINGS,
    requireFailureSecondReviews: requireSecondReview,
    passingStatuses: vendor.passingStatuses,
    supportsOnboarding: vendor.supportsOnboarding,
  };
  return {
    attemptAfter: decideStatus(status, reviewer, { isSampleAttempt: practice }, settings),
    supportNotified: wantsSupportNotice(status, reviewer),
  };
}

describe('the outcome of a review', () => {
  const title = '$review, practice $practice, second review $requireSecondReview, by $reviewedBy';

  it.each(restVectors.reviewOutcomes)(`is as recorded for a REST vendor: ${title}`, async (vector) => {
    const vendor = await vendorOf('lab_rest', { ...REST_OPTIONS, base_url: 'https://watch.example' });
    const { attemptAfter, supportNotified } = vector;
    expect(outcome(vendor, vector)).toEqual({ attemptAfter, supportNotified });
  });

  it.each(softwareSecureVectors.reviewOutcomes)(`is as recorded for SoftwareSecure: ${title}`, async (vector) => {
    const vendor = await vendorOf('software_secure', {
      ...SOFTWARE_SECURE_OPTIONS,
      exam_register_endpoint: 'https://proctor.example/register',
    });
    const { attemptAfter, supportNotified } = vector;
    expect(outcome(vendor, vector)).toEqual({ attemptAfter, supportNotified });
  });
});
