import type { ReviewStatus } from './events.ts';
import type { RuleSettings } from './facts.ts';
import type { AttemptState } from './state.ts';
import type { Status } from './statuses.ts';

type Reviewed = Pick<AttemptState, 'isSampleAttempt'>;

/** The status that a review asks for (attempt-lifecycle §3.6); first match wins. */
export function reviewTarget(
  reviewStatus: ReviewStatus,
  reviewedBy: number | null,
  attempt: Reviewed,
  settings: RuleSettings,
): Extract<Status, 'verified' | 'error' | 'rejected' | 'second_review_required'> {
  if (settings.passingStatuses.includes(reviewStatus)) return 'verified';
  if (reviewStatus === 'Not Reviewed') return 'error';
  if (reviewedBy !== null || !settings.requireFailureSecondReviews) return 'rejected';
  if (settings.supportsOnboarding && attempt.isSampleAttempt) return 'rejected';
  return 'second_review_required';
}

/** Support hears of a suspicious review that no person has looked at yet. */
export function wantsSupportNotice(reviewStatus: ReviewStatus, reviewedBy: number | null): boolean {
  return reviewStatus === 'Suspicious' && reviewedBy === null;
}
