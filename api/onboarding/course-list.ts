import { listPeople } from '../../db/people.ts';
import { listOnboardingAttempts, listVerifiedElsewhere } from '../../db/onboarding.ts';
import { APPROVAL_MS, isProfileStatus, statusOfProfile } from '../../rules/onboarding/learner-onboarding.ts';
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

/** Every learner's row by what we know ourselves, in the order of the enrolments. */
export async function localRows(deps: AppDeps, course: OnboardingCourse, enrolled: Enrolled[]): Promise<ListRow[]> {
  const { newest, vendor } = course;
  const usernames = enrolled.map(({ username }) => username);
  const [attempts, approved] = await Promise.all([
    listOnboardingAttempts(deps.pool, usernames, { courseId: newest.courseId, backend: vendor.name }),
    listVerifiedElsewhere(deps.pool, usernames, vendor.name, deps.clock() - APPROVAL_MS),
  ]);
  const attemptsOf = Map.groupBy(attempts, ({ username }) => username);
  const approvalsOf = Map.groupBy(approved, ({ username }) => username);
  return enrolled.map(({ username, mode }) => {
    const own = (attemptsOf.get(username) ?? []).flatMap(({ id, status, modified }) =>
      isStatus(status) ? [{ id, status, modifiedAt: modified }] : [],
    );
    const attempt = attemptForList(own);
    const [approval] = approvalsOf.get(username) ?? [];
    const status = listStatusFor(attempt, approval !== undefined);
    const modified = status === 'other_course_approved' ? approval?.modified : attempt?.modifiedAt;
    return { username, enrollment_mode: mode, status, modified: wireTimeOrNull(modified ?? null) };
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
