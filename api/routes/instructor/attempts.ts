import { listAttemptsOfLearner } from '../../../db/attempts.ts';
import { listAttemptGroups } from '../../../db/grouped-attempts.ts';
import { listHeadsInOrder } from '../../../db/instructor-lists.ts';
import { findPersonByUsername } from '../../../db/people.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { removeAttempt } from '../../attempts/remove-attempt.ts';
import { ApiError } from '../../errors/api-error.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { instructorAttempts, instructorAttemptsQuery, resetDone } from '../../schemas/instructor.ts';
import { pageOf } from '../../schemas/pages.ts';
import { courseParams, pathId, withCourse } from '../../schemas/params.ts';
import { ownAddress } from '../../own-url.ts';
import { wireInstructorAttempt, wirePage } from '../../wire/instructor.ts';
import { z } from 'zod';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const BASE = '/courses/:course/special_exams';

/** The attempts of a course, as the dashboard pages through them. */
export function instructorAttemptList(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(`${BASE}/attempts`)) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the attempts of a course for the instructor dashboard',
          description:
            'The newest attempt of each learner on each exam, the newest first or as `ordering` says. A page that is too high is the last one.',
          operationId: 'listInstructorAttempts',
          params: courseParams,
          querystring: instructorAttemptsQuery,
          response: { 200: instructorAttempts.describe('The page') },
        },
      },
      async (request) => {
        const { page: wanted, page_size: size, search, ordering } = request.query;
        const filter = { courseId: request.params.course, search };
        noteRead(request, search === null ? 'attempts.list' : 'attempts.search', { course_id: filter.courseId });
        const count = await deps.groupCounts.of(filter);
        const page = pageOf(count, wanted, size);
        const slice = { limit: size, offset: page.offset };
        const attempts = ordering
          ? await listHeadsInOrder(deps.pool, filter, ordering, slice)
          : (await listAttemptGroups(deps.pool, filter, slice)).map(({ head }) => head);
        const now = deps.clock();
        return {
          ...wirePage(ownAddress(deps.config, request), count, page),
          results: attempts.map((attempt) => wireInstructorAttempt(asSeenAt(attempt, now, deps.config.flags))),
        };
      },
    );
  }
}

const resetParams = withCourse({
  exam_id: pathId.meta({ description: 'Id of an exam of the course', example: '7' }),
  username: z.string().max(255).meta({ description: 'User name of the learner', example: 'alice' }),
});

/** Removes all attempts of a learner on an exam, as `reset_attempts` does (rest-api §6.6). */
export function instructorReset(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths(`${BASE}/:exam_id(^\\d+$)/reset/:username`)) {
    app.post(
      url,
      {
        config: {
          scope: 'courseStaff',
          errors: ['exam_not_found', 'user_not_found', 'vendor_failed', ...MESSAGE_ERRORS],
          statuses: { exam_not_found: 404, user_not_found: 404, attempt_not_found: 404 },
        },
        schema: {
          hide,
          summary: "Reset a learner's attempts on an exam",
          description:
            'Each is removed with the answers, grade override and credit, so that the learner can start again.',
          operationId: 'resetInstructorAttempts',
          params: resetParams,
          response: { 200: resetDone.describe('The attempts were removed') },
        },
      },
      async (request) => {
        const exam = grantedExamOf(request);
        const person = await findPersonByUsername(deps.pool, request.params.username);
        if (!person) throw new ApiError('user_not_found');
        const attempts = await listAttemptsOfLearner(deps.pool, person.id, exam.id);
        if (attempts.length === 0) throw new ApiError('attempt_not_found');
        for (const attempt of attempts.toReversed()) await removeAttempt(deps, callerOf(request), attempt);
        return { success: true as const };
      },
    );
  }
}
