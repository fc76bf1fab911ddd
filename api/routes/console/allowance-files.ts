import { z } from 'zod';
import { listCourseAllowances } from '../../../db/course-allowances.ts';
import { writtenAs } from '../../allowances/check-entry.ts';
import { readCsv, writeCsv } from '../../allowances/csv.ts';
import { carryOutPlan, planAllowances, wirePlan } from '../../allowances/plan.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { requireCourseStaff } from '../../permissions/course.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { allowancePlan, csvFile } from '../../schemas/console/allowances.ts';
import { noQuery, query } from '../../schemas/console/query.ts';
import { queryFlag } from '../../schemas/fields.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireCourseAllowance } from '../../wire/course-allowance.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const LARGEST_FILE = 4 * 1024 * 1024;
const PAGE = 1_000;

function importAllowances(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/allowances/import')) {
    app.post(
      url,
      {
        config: {
          scope: 'courseStaff',
          body: 'text',
          errors: ['csv_invalid', 'too_many_allowances', 'allowances_changed'],
        },
        attachValidation: true,
        bodyLimit: LARGEST_FILE,
        // A large file is read only from those who may send it.
        onRequest: async (request) => {
          const { data } = courseParams.safeParse(request.params);
          if (data) await requireCourseStaff(callerOf(request), data.course);
        },
        schema: {
          hide,
          consumes: ['text/csv'],
          summary: 'Import the allowances of a CSV file',
          description:
            'First with `dry_run`, which changes nothing and says what comes of each line; then with the `token` of that ' +
            'answer. Lines with an error are left out, all others are stored at once.',
          operationId: 'importAllowances',
          params: courseParams,
          querystring: query({
            dry_run: queryFlag,
            token: z
              .string()
              .max(100)
              .optional()
              .describe('Of the dry run; if the outcome would be another, nothing is changed'),
          }),
          body: csvFile,
          response: { 200: allowancePlan.describe('What comes, or came, of each line') },
        },
      },
      async (request) => {
        throwIfInvalid(request, 'querystring');
        const { dry_run: isDryRun, token } = request.query;
        const plan = await planAllowances(deps, request.params.course, await readCsv(request.body));
        if (isDryRun) return wirePlan(plan);
        if (token !== undefined && token !== plan.token) throw new ApiError('allowances_changed');
        await carryOutPlan(deps, plan, callerOf(request).userId);
        return wirePlan(plan);
      },
    );
  }
}

/** Page by page, so that one statement never holds them all. */
async function readAll({ pool, config }: AppDeps, courseId: string) {
  const all = [];
  for (let after = 0; ;) {
    const page = await listCourseAllowances(pool, { courseId, after }, PAGE);
    // What a retired person was allowed is erased.
    all.push(...page.filter(({ value }) => value !== '').map((row) => wireCourseAllowance(row, config.site.timeZone)));
    const last = page.at(-1);
    if (!last || page.length < PAGE) return all;
    after = last.id;
  }
}

function exportAllowances(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/allowances/export')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'Export the allowances of a course as CSV',
          description:
            "With the columns that can be imported again. What a spreadsheet would take for a formula has a `'` before it.",
          operationId: 'exportAllowances',
          params: courseParams,
          querystring: noQuery,
          response: {
            200: { description: 'The file', content: { 'text/csv': { schema: z.string().describe('The file') } } },
          },
        },
      },
      async (request, reply) => {
        const { course } = request.params;
        noteRead(request, 'allowances.export', { course_id: course });
        const allowances = await readAll(deps, course);
        void reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="allowances.csv"');
        return writeCsv(allowances.map(writtenAs));
      },
    );
  }
}

/** Allowances as files: in with a look at what would come of it, and out. */
export function allowanceFiles(app: App, deps: AppDeps): void {
  importAllowances(app, deps);
  exportAllowances(app, deps);
}
