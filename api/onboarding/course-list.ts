import { listPeople } from '../../db/people.ts';
import { listOnboardingAttempts, listVerifiedElsewhere } from '../../db/onboarding.ts';
import {
  APPROVAL_MS,
  isProfileStatus,
  statusOfProfile,
  type OnboardingAttempt,
} from '../../rules/onboarding/learner-onboarding.ts';
import { attemptForList, listStatusFor, listStatusOf } from '../../rules/onboarding/course-list.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { OnboardingProfile } from '../../vendors/port.ts';
import { wireTimeOrNull } from '../wire/time.ts';
import type { OnboardingCourse } from './exam-choice.ts';

export interface ListRow {
  username: string;
  enrollment_mode: string;
  status: string | null;
  modified: string | null;
}

interface Enrolled {
  username: string;
  mode: string;
}

interface LearnerHere extends Enrolled {
  /** The attempt that speaks for them. */
  attempt: (OnboardingAttempt & { examId: number }) | null;
  /** When they were last approved in another course, in epoch milliseconds. */
  approvedElsewhereAt: number | null;
}

/** What we know ourselves of each learner, in the order of the enrolments. */
export async function learnersOf(
  deps: Pick<AppDeps, 'pool' | 'clock'>,
  { newest, vendor }: OnboardingCourse,
  enrolled: readonly Enrolled[],
): Promise<LearnerHere[]> {
  const usernames = enrolled.map(({ username }) => username);
  const [attempts, approved] = await Promise.all([
    listOnboardingAttempts(deps.pool, usernames, { courseId: newest.courseId, backend: vendor.name }),
    listVerifiedElsewhere(deps.pool, usernames, vendor.name, deps.clock() - APPROVAL_MS),
  ]);
  const attemptsOf = Map.groupBy(attempts, ({ username }) => username);
  const approvalsOf = Map.groupBy(approved, ({ username }) => username);
  return enrolled.map(({ username, mode }) => {
    const own = (attemptsOf.get(username) ?? []).flatMap(({ id, examId, status, modified }) =>
      isStatus(status) ? [{ id, examId, status, modifiedAt: modified }] : [],
    );
    const [approval] = approvalsOf.get(username) ?? [];
    return { username, mode, attempt: attemptForList(own), approvedElsewhereAt: approval?.modified ?? null };
  });
}

/** Every learner's row by what we know ourselves, in the order of the enrolments. */
export async function localRows(deps: AppDeps, course: OnboardingCourse, enrolled: Enrolled[]): Promise<ListRow[]> {
  const learners = await learnersOf(deps, course, enrolled);
  return learners.map(({ username, mode, attempt, approvedElsewhereAt }) => {
    const status = listStatusFor(attempt, approvedElsewhereAt !== null);
    const modified = status === 'other_course_approved' ? approvedElsewhereAt : (attempt?.modifiedAt ?? null);
    return { username, enrollment_mode: mode, status, modified: wireTimeOrNull(modified) };
  });
}

/** The rows with the statuses of the vendor's profiles, found by pseudonym; learners without a profile have not started. */
export async function rowsOfProfiles(
  deps: AppDeps,
  rows: readonly ListRow[],
  profiles: readonly OnboardingProfile[],
  pseudonymOf: (userId: number) => string,
): Promise<ListRow[]> {
  const wordOf = new Map(profiles.map(({ userId, status }) => [userId, status]));
  const people = await listPeople(
    deps.pool,
    rows.map(({ username }) => username),
  );
  const idOf = new Map(people.map(({ username, id }) => [username, id]));
  return rows.flatMap((row): ListRow[] => {
    const userId = idOf.get(row.username);
    if (userId === undefined) return [];
    const word = wordOf.get(pseudonymOf(userId));
    if (word === undefined) return [{ ...row, status: 'not_started' }];
    return [{ ...row, status: isProfileStatus(word) ? listStatusOf(statusOfProfile(word)) : null }];
  });
}
