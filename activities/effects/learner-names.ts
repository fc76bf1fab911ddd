import type { LearnerRef, LmsLookups } from '../../lms/port.ts';

/**
 * What the LMS knows about a learner in a course: the name in their profile, the name that vendors are told (the verified
 * one if there is one), and their address. `storedName` is used where the LMS says nothing.
 */
export async function readLearnerNames(
  lookups: Pick<LmsLookups, 'verifiedName' | 'creditState'>,
  learner: LearnerRef,
  course: string,
  storedName: string,
) {
  const [verifiedName, credit] = await Promise.all([
    lookups.verifiedName(learner),
    lookups.creditState(learner, course),
  ]);
  const profileName = credit?.fullName ?? storedName;
  return { fullName: verifiedName ?? profileName, profileName, email: credit?.email ?? null };
}
