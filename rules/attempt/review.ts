import { snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import type { ReviewStatus } from './events.ts';
import type { RuleSettings } from './facts.ts';
import type { Rule, Situation } from './rule.ts';
import { wasHandedIn, type AttemptState } from './state.ts';
import type { Status } from './statuses.ts';

type Reviewed = Pick<AttemptState, 'isSampleAttempt'>;

/** The status that a review asks for (attempt-lifecycle §3.6); first match wins. */
export function decideStatus(
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

/** Support is told of a suspicious review that no person has looked at yet. */
export function wantsSupportNotice(reviewStatus: ReviewStatus, reviewedBy: number | null): boolean {
  return reviewStatus === 'Suspicious' && reviewedBy === null;
}

type Review = Situation<'review'>;

/** The status that the review decides on. A pass for an attempt that was never submitted is an error. */
function decisionOf({ state, payload: { reviewStatus, reviewedBy }, facts: { settings } }: Review): Status {
  const result = decideStatus(reviewStatus, reviewedBy ?? null, state, settings);
  return result === 'verified' && !wasHandedIn(state) ? 'error' : result;
}

const revisionOf = ({ state, payload }: Review) => payload.revision ?? state.reviewRevision + 1;
const wasReceived = (review: Review) => revisionOf(review) <= review.state.reviewRevision;
const isNewest = (review: Review) => revisionOf(review) >= review.state.reviewRevision;

/** What follows from a review that has not been received before, whatever it decides. */
function planReceipt({ state, payload: { reviewStatus, reviewedBy = null }, now }: Review): Effect[] {
  const snapshot = snapshotOf(state, now);
  return [
    { kind: 'track', verb: 'attempt.review_received', snapshot, reviewStatus },
    ...(wantsSupportNotice(reviewStatus, reviewedBy) ? [{ kind: 'notify-support', reviewStatus } as const] : []),
  ];
}

/** A review (attempt-lifecycle §3.6). Older and repeated ones change nothing, but for a status that a repeat corrects. */
export const REVIEW = {
  conditions: {
    'the review is an old one': wasReceived,
    'the review is an old one, and is not to decide again': (review) =>
      wasReceived(review) && !(isNewest(review) && review.payload.reapply === true),
    'the review decides on it': (review, target) => decisionOf(review) === target,
  },
  move: (review) => ({
    decidedBy: review.payload.reviewedBy ?? null,
    fields: { reviewRevision: revisionOf(review) },
    effects: wasReceived(review) ? [] : planReceipt(review),
  }),
  record(review) {
    const { state, now } = review;
    const isClosed = state.deletedAt !== null || state.status === 'onboarding_reset';
    const modifiedAt = isClosed ? state.modifiedAt : now;
    return { fields: { reviewRevision: revisionOf(review), modifiedAt }, effects: planReceipt(review) };
  },
} satisfies Rule<'review'>;
