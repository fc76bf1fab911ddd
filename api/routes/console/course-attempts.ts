import { z } from 'zod';
import { listCourseAttempts } from '../../../db/course-attempts.ts';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import type { AppDeps } from '../../app-deps.ts';
import { readBoardRows } from '../../board/rows.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { digits, pageSize } from '../../schemas/console/fields.ts';
import { attemptPage as answer } from '../../schemas/console/operations.ts';
import { query } from '../../schemas/console/query.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const place = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}$/)
  .transform((text) => {
    const [created = 0, id = 0] = text.split('-').map(Number);
    return { created, id };
  });

/** Rows for more than a board holds, and for scripts: two statements a page, however many attempts the course has. */
export function courseAttempts(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/attempts')) {
    app.get(
      url,
      {
        config: { scope: 'courseTeam' },
        schema: {
          hide,
          summary: 'List the attempts of a course',
          description: 'The newest attempt of each learner on each exam, the newest first.',
          operationId: 'listCourseAttempts',
          params: courseParams,
          querystring: query({
            exam: digits.optional().describe('Id of an exam of the course; only its attempts'),
            status: z.enum(STATUSES).optional().describe('Only attempts that are stored with this status'),
            q: z.string().min(1).max(255).optional().describe('Part of a user name or email address, in any case'),
            cursor: place.optional().describe('`next` of the page before'),
            limit: pageSize,
          }),
          response: { 200: answer.describe('The page') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        const { exam: examId, status, q: search, cursor: after, limit } = request.query;
        noteRead(request, search === undefined ? 'attempts.list' : 'attempts.search', { course_id: courseId });
        const places = await listCourseAttempts(deps.pool, { courseId, examId, status, search, after }, limit);
        const examIds = [...new Set(places.map((each) => each.examId))];
        const selection = { learnersOf: places.map(({ id }) => id) };
        const { rows } = await readBoardRows(deps, { examIds, selection });
        const rowOf = new Map(rows.map((row) => [row.id, row]));
        const last = places.at(-1);
        return {
          attempts: places.flatMap(({ id }) => rowOf.get(id) ?? []),
          next: places.length < limit || !last ? null : `${last.created}-${last.id}`,
        };
      },
    );
  }
}
