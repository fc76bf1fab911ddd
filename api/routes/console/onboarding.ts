import { z } from 'zod';
import { listPeople } from '../../../db/people.ts';
import { OVERVIEW_STATES, overviewOf, type OverviewState } from '../../../rules/onboarding/overview.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { learnersOf } from '../../onboarding/course-list.ts';
import { onboardingCourse } from '../../onboarding/exam-choice.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { digits, pageSize } from '../../schemas/console/fields.ts';
import { onboardingOverview as answer, overviewState } from '../../schemas/console/onboarding.ts';
import { query } from '../../schemas/console/query.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireTimeOrNull } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

type Overview = z.output<typeof answer>;

/** Every learner of the course whom `search` finds, with how far they are. */
async function readLearners(deps: AppDeps, courseId: string, search: string | undefined) {
  const course = await onboardingCourse(deps, courseId);
  if (!course) throw new ApiError('onboarding_not_found');
  const enrolled = await deps.lookups.proctoredEnrollments(courseId, search ?? null);
  const now = deps.clock();
  return (await learnersOf(deps, course, enrolled)).map(({ username, attempt, approvedElsewhereAt }) => ({
    username,
    attempt,
    ...overviewOf(attempt, approvedElsewhereAt, now),
  }));
}

type Learner = Awaited<ReturnType<typeof readLearners>>[number];

function countStates(learners: readonly Learner[]): Overview['counts'] {
  const counts = Object.fromEntries(OVERVIEW_STATES.map((state) => [state, 0])) as Record<OverviewState, number>;
  for (const { state } of learners) counts[state] += 1;
  return counts;
}

async function rowsOf({ pool }: AppDeps, learners: readonly Learner[]): Promise<Overview['rows']> {
  const usernames = learners.map(({ username }) => username);
  const people = new Map((await listPeople(pool, usernames)).map((person) => [person.username, person]));
  return learners.map(({ username, attempt, state, since, expiresAt }) => {
    const person = people.get(username);
    return {
      learner: [person?.id ?? null, username, person?.fullName ?? ''],
      state,
      since: wireTimeOrNull(since),
      expires_at: wireTimeOrNull(expiresAt),
      exam: attempt?.examId ?? null,
      attempt_id: attempt?.id ?? null,
    };
  });
}

/** Who of a course may not sit its proctored exams yet, or soon no longer. */
export function onboarding(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/onboarding')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['onboarding_not_found'] },
        schema: {
          hide,
          summary: 'List how far the learners of a course are with onboarding',
          description:
            'Those whom the LMS says may take proctored exams, in its order, by what this service knows itself; profiles that ' +
            'a provider keeps are shown by `listOnboardingStatus`.',
          operationId: 'getOnboardingOverview',
          params: courseParams,
          querystring: query({
            state: overviewState.optional(),
            q: z.string().min(1).max(255).optional().describe('Part of a user name or email address, in any case'),
            cursor: digits.default(0).describe('`next` of the page before'),
            limit: pageSize,
          }),
          response: { 200: answer.describe('The page') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        const { state, q, cursor, limit } = request.query;
        noteRead(request, 'onboarding.list', { course_id: courseId });
        const learners = await readLearners(deps, courseId, q);
        const wanted = state === undefined ? learners : learners.filter((learner) => learner.state === state);
        const end = cursor + limit;
        return {
          counts: countStates(learners),
          rows: await rowsOf(deps, wanted.slice(cursor, end)),
          next: end < wanted.length ? String(end) : null,
        };
      },
    );
  }
}
