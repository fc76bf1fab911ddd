import { listOnboardingAttempts, listVerifiedElsewhere } from '../../db/onboarding.ts';
import {
  APPROVAL_MS,
  isProfileStatus,
  learnerOnboarding,
  statusOfProfile,
} from '../../rules/onboarding/learner-onboarding.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { LearnerRef } from '../../lms/port.ts';
import { wireTimeOrNull } from '../wire/time.ts';
import type { OnboardingCourse } from './exam-choice.ts';

export interface LearnerStatus {
  onboarding_status: string | null;
  expiration_date: string | null;
}

/** From the attempts that we know (attempt-lifecycle §6.4). */
async function localStatus(
  deps: AppDeps,
  { newest, vendor }: OnboardingCourse,
  learner: LearnerRef,
): Promise<LearnerStatus> {
  const now = deps.clock();
  const [here, elsewhere] = await Promise.all([
    listOnboardingAttempts(deps.pool, [learner.username], { courseId: newest.courseId, backend: vendor.name }),
    listVerifiedElsewhere(deps.pool, [learner.username], vendor.name, now - APPROVAL_MS),
  ]);
  const newestId = Math.max(...here.map(({ id }) => id));
  const attempts = here
    // The reset of an attempt is recorded while its successor is being made, so it may look like the later change.
    .filter(({ id, status }) => status !== 'onboarding_reset' || id === newestId)
    .flatMap(({ id, status, modified }) => (isStatus(status) ? [{ id, status, modifiedAt: modified }] : []));
  const approvals = elsewhere.map(({ modified }) => modified);
  const { status, expiresAt } = learnerOnboarding(attempts, approvals, now);
  return { onboarding_status: status, expiration_date: wireTimeOrNull(expiresAt) };
}

/**
 * The learner's onboarding status in a course. If the vendor keeps profiles and we are configured to ask it, its
 * status counts; while it cannot be reached, our own data does. Null when the vendor has no such service.
 */
export async function learnerStatus(
  deps: AppDeps,
  course: OnboardingCourse,
  learner: LearnerRef,
): Promise<LearnerStatus | null> {
  const local = await localStatus(deps, course, learner);
  if (!deps.config.flags.useOnboardingProfileApi) return local;
  try {
    const profiles = await course.vendor.onboardingProfiles(course.newest.courseId, { userId: learner.id });
    if (profiles === null) return null;
    const [profile] = profiles;
    if (!profile || !isProfileStatus(profile.status)) return local;
    return { onboarding_status: statusOfProfile(profile.status), expiration_date: profile.expirationDate };
  } catch (error) {
    deps.logger.warn({ err: error, userId: learner.id }, 'the onboarding profile is unavailable; using our own data');
    return local;
  }
}
