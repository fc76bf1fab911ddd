import type { LearnerRef, LmsLookups } from '../../lms/port.ts';

/**
 * What the LMS knows of a learner in a course: the name in his profile, the one that vendors are told, which is his
 * verified one if he has it, and his address. `storedName` serves where the LMS says nothing.
 */
export async function learnerNames(
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
