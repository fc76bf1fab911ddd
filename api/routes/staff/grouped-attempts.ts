import { z } from 'zod';
import { attemptGroups, countAttemptGroups } from '../../../db/grouped-attempts.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { callerOf, requireCourseStaff } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../ports.ts';
import { attemptSchema } from '../../schemas/attempt.ts';
import { errorBody, pageNumber } from '../../schemas/fields.ts';
import { PAGE_SIZE, pageOf } from '../../schemas/pages.ts';
import { withCourse } from '../../schemas/params.ts';
import { groupedAttemptsPath } from '../../wire/addresses.ts';
import { wireAttempt } from '../../wire/attempt.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const answer = z
  .object({
    proctored_exam_attempts: z.array(attemptSchema.extend({ all_attempts: z.array(attemptSchema) })),
    pagination_info: z.object({
      has_previous: z.boolean(),
      has_next: z.boolean(),
      current_page: z.int(),
      total_pages: z.int(),
    }),
    attempt_url: z.string().describe("This list's own path, for the links to its pages"),
  })
  .meta({ id: 'GroupedAttempts' });

const BASE = '/v1/proctored_exam/attempt/grouped/course_id/:course';
const params = withCourse({ '*': z.string().optional() });

/** rest-api §6.11; a search text may hold slashes, so it runs to the end of the path. */
export function groupedAttempts(app: App, deps: AppDeps): void {
  for (const { url, hide } of [...coursePaths(BASE), ...coursePaths(`${BASE}/search/*`)]) {
    app.get(
      url,
      {
        schema: {
          hide,
          summary: url.endsWith('*') ? "Search a course's attempts by learner" : 'Attempts of a course',
          description:
            'One row per learner and exam, the newest first, with all attempts of that learner on that exam.',
          tags: ['staff'],
          operationId: url.endsWith('*') ? 'searchGroupedAttempts' : 'listGroupedAttempts',
          params,
          querystring: z.object({ page: pageNumber }),
          response: { 200: answer, 403: errorBody },
        },
      },
      async (request) => {
        const { course: courseId, '*': text } = request.params;
        await requireCourseStaff(callerOf(request), courseId);
        const filter = { courseId, search: text ?? null };
        const page = pageOf(await countAttemptGroups(deps.pool, filter), request.query.page);
        const groups = await attemptGroups(deps.pool, filter, { limit: PAGE_SIZE, offset: page.offset });
        const now = deps.clock();
        return {
          proctored_exam_attempts: groups.map(({ head, all }) => {
            const seen = all.map((attempt) => wireAttempt(asSeenAt(attempt, now, deps.config.flags)));
            return { ...wireAttempt(asSeenAt(head, now, deps.config.flags)), all_attempts: seen };
          }),
          pagination_info: {
            has_previous: page.hasPrevious,
            has_next: page.hasNext,
            current_page: page.number,
            total_pages: page.total,
          },
          attempt_url: groupedAttemptsPath(courseId, filter.search),
        };
      },
    );
  }
}
