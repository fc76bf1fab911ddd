import { snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import type { ReviewStatus } from './events.ts';
import type { Facts, RuleSettings } from './facts.ts';
import { changeTo, kept, patched, type EventOf, type Outcome } from './outcome.ts';
import { wasHandedIn, type AttemptState } from './state.ts';
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

/** Support is told of a suspicious review that no person has looked at yet. */
export function wantsSupportNotice(reviewStatus: ReviewStatus, reviewedBy: number | null): boolean {
  return reviewStatus === 'Suspicious' && reviewedBy === null;
}

type Review = EventOf<'review'>['payload'];

/** A pass for an attempt that was never submitted is an error. */
function decisionOf(state: AttemptState, { reviewStatus, reviewedBy }: Review, { settings }: Facts): Status {
  const result = reviewTarget(reviewStatus, reviewedBy ?? null, state, settings);
  return result === 'verified' && !wasHandedIn(state) ? 'error' : result;
}

/** A review that the attempt already knows: it may only correct the status. */
function decideAgain(state: AttemptState, payload: Review, facts: Facts, now: number): Outcome {
  const target = decisionOf(state, payload, facts);
  if (state.deletedAt !== null || state.status === 'onboarding_reset' || target === state.status) return kept(state);
  return changeTo(state, target, { decidedBy: payload.reviewedBy ?? null }, facts, now);
}

/** How a review changes an attempt (attempt-lifecycle §3.6); older and repeated ones change nothing. */
export function review(state: AttemptState, { payload }: EventOf<'review'>, facts: Facts, now: number): Outcome {
  const reviewedBy = payload.reviewedBy ?? null;
  const revision = payload.revision ?? state.reviewRevision + 1;
  if (revision < state.reviewRevision) return kept(state);
  if (revision === state.reviewRevision) return payload.reapply ? decideAgain(state, payload, facts, now) : kept(state);
  const reviewed = { ...state, reviewRevision: revision };
  const received: Effect[] = [
    {
      kind: 'track',
      verb: 'attempt.review_received',
      snapshot: snapshotOf(state, now),
      reviewStatus: payload.reviewStatus,
    },
    ...(wantsSupportNotice(payload.reviewStatus, reviewedBy)
      ? [{ kind: 'notify-support', reviewStatus: payload.reviewStatus } as const]
      : []),
  ];
  const superseded = state.deletedAt !== null || state.status === 'onboarding_reset';
  if (superseded) return patched(reviewed, now, { modifiedAt: state.modifiedAt }, received);
  const target = decisionOf(state, payload, facts);
  if (target === state.status) return patched(reviewed, now, {}, received);
  const change = changeTo(reviewed, target, { decidedBy: reviewedBy }, facts, now);
  return { ...change, effects: [...change.effects, ...received] };
}
