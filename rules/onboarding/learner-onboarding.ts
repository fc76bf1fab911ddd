import type { Status } from '../attempt/statuses.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** An approval holds for 365 days from the last change of the approved attempt (attempt-lifecycle §1.6). */
export const APPROVAL_MS = 365 * DAY_MS;
/** From four weeks before the end of an approval the learner is told. */
export const EXPIRY_NOTICE_MS = 28 * DAY_MS;

/** A learner's onboarding as the status endpoint shows it; null: never attempted. */
export type OnboardingStatus = Status | 'other_course_approved';

export interface OnboardingAttempt {
  id: number;
  status: Status;
  /** Last change, epoch milliseconds. */
  modifiedAt: number;
}

export interface LearnerOnboarding {
  status: OnboardingStatus | null;
  /** End of the approval in epoch milliseconds; null without one. May have passed. */
  expiresAt: number | null;
}

function newestOf<A extends Pick<OnboardingAttempt, 'modifiedAt'>>(attempts: readonly A[]): A | undefined {
  return attempts.toSorted((one, other) => other.modifiedAt - one.modifiedAt)[0];
}

/** The newest approval elsewhere that still holds at `now`, by the end of its 365 days. */
function approvalElsewhere(approvedElsewhereAt: readonly number[], now: number): number | null {
  const newest = Math.max(...approvedElsewhereAt);
  return newest > now - APPROVAL_MS ? newest + APPROVAL_MS : null;
}

/**
 * A learner's onboarding in a course (attempt-lifecycle §6.4): approved here, however long ago, else approved in another
 * course on the same back-end within 365 days, else the latest attempt's status as stored.
 *
 * `here` are the attempts taken as proctored on the course's active onboarding exams, `approvedElsewhereAt` the instants
 * at which verified attempts on the same back-end in any course were last changed.
 */
export function learnerOnboarding(
  here: readonly OnboardingAttempt[],
  approvedElsewhereAt: readonly number[],
  now: number,
): LearnerOnboarding {
  const approved = newestOf(here.filter(({ status }) => status === 'verified'));
  if (approved) return { status: 'verified', expiresAt: approved.modifiedAt + APPROVAL_MS };
  const expiresAt = approvalElsewhere(approvedElsewhereAt, now);
  if (expiresAt !== null) return { status: 'other_course_approved', expiresAt };
  return { status: newestOf(here)?.status ?? null, expiresAt: null };
}

/** Words of a vendor's profile service and what they mean here (attempt-lifecycle §6.4). */
const OF_PROFILE = {
  'no-profile': null,
  'approved-in-course': 'verified',
  'approved-in-different-course': 'other_course_approved',
  rejected: 'rejected',
  expired: 'expired',
  pending: 'submitted',
} as const satisfies Record<string, OnboardingStatus | null>;

export type ProfileStatus = keyof typeof OF_PROFILE;
export const PROFILE_STATUSES = Object.keys(OF_PROFILE) as ProfileStatus[];

export function isProfileStatus(word: string): word is ProfileStatus {
  return Object.hasOwn(OF_PROFILE, word);
}

/** A vendor's profile status as an onboarding status; null: no profile yet. */
export function statusOfProfile(word: ProfileStatus): OnboardingStatus | null {
  return OF_PROFILE[word];
}
