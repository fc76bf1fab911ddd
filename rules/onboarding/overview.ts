import type { Status } from '../attempt/statuses.ts';
import { APPROVAL_MS, EXPIRY_NOTICE_MS, type OnboardingAttempt } from './learner-onboarding.ts';

/** How far a learner is with onboarding, in the words of the overview. */
export const OVERVIEW_STATES = [
  'none',
  'started',
  'submitted',
  'rejected',
  'error',
  'verified',
  'expiring',
  'expired',
] as const;
export type OverviewState = (typeof OVERVIEW_STATES)[number];

const OF_STATUS: Record<Status, OverviewState> = {
  eligible: 'none',
  created: 'started',
  download_software_clicked: 'started',
  ready_to_start: 'started',
  started: 'started',
  ready_to_submit: 'started',
  declined: 'none',
  timed_out: 'submitted',
  submitted: 'submitted',
  second_review_required: 'submitted',
  verified: 'verified',
  rejected: 'rejected',
  error: 'error',
  ready_to_resume: 'error',
  resumed: 'error',
  onboarding_missing: 'none',
  onboarding_pending: 'none',
  onboarding_failed: 'none',
  onboarding_expired: 'none',
  expired: 'expired',
  onboarding_reset: 'none',
};

export interface OverviewOfLearner {
  state: OverviewState;
  /** Since when, in epoch milliseconds; null if they have not begun. */
  since: number | null;
  /** End of the approval in epoch milliseconds; null without one. */
  expiresAt: number | null;
}

function approvedState(expiresAt: number, now: number): OverviewState {
  if (expiresAt <= now) return 'expired';
  return expiresAt - now <= EXPIRY_NOTICE_MS ? 'expiring' : 'verified';
}

/**
 * How far a learner is at `now`: the attempt that speaks for them, and when they were last approved in another course on the
 * same back-end. The later approval counts.
 */
export function overviewOf(
  attempt: Pick<OnboardingAttempt, 'status' | 'modifiedAt'> | null,
  approvedElsewhereAt: number | null,
  now: number,
): OverviewOfLearner {
  const approvedHereAt = attempt?.status === 'verified' ? attempt.modifiedAt : null;
  if (approvedHereAt !== null || approvedElsewhereAt !== null) {
    const since = Math.max(approvedHereAt ?? 0, approvedElsewhereAt ?? 0);
    const expiresAt = since + APPROVAL_MS;
    return { state: approvedState(expiresAt, now), since, expiresAt };
  }
  const state = attempt === null ? 'none' : OF_STATUS[attempt.status];
  return { state, since: state === 'none' ? null : (attempt?.modifiedAt ?? null), expiresAt: null };
}
