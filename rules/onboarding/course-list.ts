import {
  statusOfProfile,
  PROFILE_STATUSES,
  type OnboardingAttempt,
  type OnboardingStatus,
  type ProfileStatus,
} from './learner-onboarding.ts';

/** Values of the status column in a course's onboarding list (attempt-lifecycle §6.4). */
export const LIST_STATUSES = [
  'not_started',
  'setup_started',
  'onboarding_started',
  'submitted',
  'rejected',
  'verified',
  'error',
  'expired',
  'onboarding_reset_past_due',
  'other_course_approved',
] as const;

export type ListStatus = (typeof LIST_STATUSES)[number];

/** The statuses of a resume are, in the list as in the 5.x line, the error that they came from. */
const OF_STATUS: Readonly<Partial<Record<OnboardingStatus, ListStatus>>> = {
  created: 'setup_started',
  download_software_clicked: 'setup_started',
  ready_to_start: 'setup_started',
  started: 'onboarding_started',
  ready_to_submit: 'onboarding_started',
  submitted: 'submitted',
  rejected: 'rejected',
  verified: 'verified',
  error: 'error',
  ready_to_resume: 'error',
  resumed: 'error',
  expired: 'expired',
  onboarding_reset: 'onboarding_reset_past_due',
  other_course_approved: 'other_course_approved',
};

/** A learner's onboarding as the list shows it; null for a status that it does not know. */
export function listStatusOf(status: OnboardingStatus | null): ListStatus | null {
  return status === null ? 'not_started' : (OF_STATUS[status] ?? null);
}

/**
 * The attempt that speaks for a learner: a verified one if any, else the one changed last; a superseded one yields to a
 * newer one that is not superseded.
 */
export function attemptForList<A extends OnboardingAttempt>(attempts: readonly A[]): A | null {
  const byChange = attempts.toSorted((one, other) => other.modifiedAt - one.modifiedAt);
  const verified = byChange.find(({ status }) => status === 'verified');
  if (verified) return verified;
  const [latest] = byChange;
  if (!latest) return null;
  if (latest.status !== 'onboarding_reset') return latest;
  return byChange.find(({ id, status }) => id > latest.id && status !== 'onboarding_reset') ?? latest;
}

/** A row's status: an approval elsewhere replaces anything but one here. */
export function listStatusFor(attempt: OnboardingAttempt | null, isApprovedElsewhere: boolean): ListStatus | null {
  if (isApprovedElsewhere && attempt?.status !== 'verified') return 'other_course_approved';
  return listStatusOf(attempt?.status ?? null);
}

/**
 * The profile statuses to request from the vendor for a filter; empty: everybody, because those whom the vendor leaves
 * out have not started. Null if no status of the vendor can match.
 */
export function profileFilterFor(statuses: readonly string[] | null): ProfileStatus[] | null {
  if (statuses === null || statuses.includes('not_started')) return [];
  const words = PROFILE_STATUSES.filter((word) => {
    const status = listStatusOf(statusOfProfile(word));
    return status !== null && statuses.includes(status);
  });
  return words.length > 0 ? words : null;
}
