import type { VendorMemory, WatchedAttempt } from './attempts.ts';

const TWO_YEARS_MS = 2 * 365 * 24 * 3600 * 1000;

/** A learner's onboarding profile, as REST vendors return it (vendors §6.6), derived from their onboarding attempts. */
export function onboardingProfile(memory: VendorMemory, userId: string) {
  const attempts = [...memory.attempts.values()].filter((attempt) => attempt.isOnboarding && attempt.userId === userId);
  const status = attempts.map(statusOf).findLast((known) => known !== null) ?? 'no-profile';
  const isApproved = status === 'approved-in-course';
  const expirationDate = isApproved ? new Date(Date.now() + TWO_YEARS_MS).toISOString() : null;
  return { user_id: userId, status, expiration_date: expirationDate };
}

/** The profiles of everybody who has ever started onboarding. */
export function onboardingProfiles(memory: VendorMemory, statuses: readonly string[]) {
  const learners = new Set(
    [...memory.attempts.values()].filter(({ isOnboarding }) => isOnboarding).map(({ userId }) => userId),
  );
  return [...learners]
    .map((userId) => onboardingProfile(memory, userId))
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status));
}

function statusOf({ reviewed, status }: WatchedAttempt): string | null {
  if (reviewed === 'clean') return 'approved-in-course';
  if (reviewed !== null) return 'rejected';
  return status === 'submitted' ? 'pending' : null;
}
