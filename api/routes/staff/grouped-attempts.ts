import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { listAttemptGroups, type GroupFilter } from '../../../db/grouped-attempts.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { ApiError } from '../../errors/api-error.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptSchema } from '../../schemas/attempt.ts';
import { ATTEMPT, COURSE } from '../../schemas/examples.ts';
import { pageNumber } from '../../schemas/fields.ts';
import { PAGE_SIZE, pageOf } from '../../schemas/pages.ts';
import { courseParams, withCourse } from '../../schemas/params.ts';
import { groupedAttemptsPath } from '../../wire/addresses.ts';
import { wireAttempt } from '../../wire/attempt.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const answer = z
  .object({
    proctored_exam_attempts: z
      .array(
        attemptSchema.extend({
          all_attempts: z.array(attemptSchema).describe('All attempts of the learner on the exam, newest first'),
        }),
      )
      .describe('The newest attempt of each learner on each exam'),
    pagination_info: z
      .object({
        has_previous: z.boolean().describe('Whether there is a page before'),
        has_next: z.boolean().describe('Whether there is a next page'),
        current_page: z.int().describe('Number of this page, counted from 1'),
        total_pages: z.int().describe('Number of pages'),
      })
      .describe('Where this page is in the list'),
    attempt_url: z.string().describe('Path of this list, for building links to its pages'),
  })
  .meta({
    id: 'GroupedAttempts',
    description: 'One page of the attempts of a course',
    example: {
      proctored_exam_attempts: [{ ...ATTEMPT, all_attempts: [ATTEMPT] }],
      pagination_info: { has_previous: false, has_next: false, current_page: 1, total_pages: 1 },
      attempt_url: `/api/edx_proctoring/v1/proctored_exam/attempt/grouped/course_id/${COURSE}`,
    },
  });

const BASE = '/v1/proctored_exam/attempt/grouped/course_id/:course';
const searchText = z.object({ '*': z.string() });
const searchParams = withCourse({
  '*': z.string().meta({ description: 'Part of a user name or email address', example: 'alice' }),
});

/** Without a text there is nothing at the address. */
async function requireSearchText({ params }: FastifyRequest): Promise<void> {
  if (searchText.safeParse(params).data?.['*'] === '') throw new ApiError('not_found');
}

/** One page of the list, as anybody who may see it gets it. */
async function page(
  deps: AppDeps,
  filter: GroupFilter,
  count: number,
  wanted: number,
): Promise<z.output<typeof answer>> {
  const shown = pageOf(count, wanted);
  const groups = await listAttemptGroups(deps.pool, filter, { limit: PAGE_SIZE, offset: shown.offset });
  const now = deps.clock();
  const seen = (attempt: Attempt) => wireAttempt(asSeenAt(attempt, now, deps.config.flags));
  return {
    proctored_exam_attempts: groups.map(({ head, all }) => ({ ...seen(head), all_attempts: all.map(seen) })),
    pagination_info: {
      has_previous: shown.hasPrevious,
      has_next: shown.hasNext,
      current_page: shown.number,
      total_pages: shown.total,
    },
    attempt_url: groupedAttemptsPath(filter.courseId, filter.search),
  };
}

/** rest-api §6.11; a search text may hold slashes, so it runs to the end of the path. */
export function groupedAttempts(app: App, deps: AppDeps): void {
  const show = async (filter: GroupFilter, wanted: number) =>
    page(deps, filter, await deps.groupCounts.of(filter), wanted);
  const querystring = z.object({ page: pageNumber });
  const response = { 200: answer.describe('The page') };
  for (const { url, hide } of coursePaths(BASE)) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the attempts of a course',
          description:
            'One row for each learner and exam, newest first, with all attempts of that learner on that exam.',
          operationId: 'listGroupedAttempts',
          params: courseParams,
          querystring,
          response,
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        noteRead(request, 'attempts.list', { course_id: courseId });
        return await show({ courseId, search: null }, request.query.page);
      },
    );
  }
  for (const { url, hide } of coursePaths(`${BASE}/search/*`)) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        preHandler: requireSearchText,
        schema: {
          hide,
          summary: 'Search the attempts of a course by part of a user name or email address',
          description: 'As `listGroupedAttempts`, of learners whose user name or email address contains the text.',
          operationId: 'searchGroupedAttempts',
          params: searchParams,
          querystring,
          response,
        },
      },
      async (request) => {
        const { course: courseId, '*': search } = request.params;
        noteRead(request, 'attempts.search', { course_id: courseId });
        return await show({ courseId, search }, request.query.page);
      },
    );
  }
}
