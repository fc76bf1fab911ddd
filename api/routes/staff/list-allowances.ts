import { z } from 'zod';
import { listAllowancesOfCourse } from '../../../db/allowances.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import type { AppDeps } from '../../app-deps.ts';
import { allowanceSchema } from '../../schemas/allowance.ts';
import { ALLOWANCE, USER } from '../../schemas/examples.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireAllowance } from '../../wire/allowance.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const list = z.array(allowanceSchema);

/** rest-api §7.1 and §7.4. */
export function listAllowances(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/v1/proctored_exam/:course/allowance')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the allowances of a course',
          description: 'On exams that are no longer active too, the oldest first.',
          operationId: 'listAllowances',
          params: courseParams,
          response: { 200: list.describe('The allowances') },
        },
      },
      async (request) => {
        noteRead(request, 'allowances.list', { course_id: request.params.course });
        return (await listAllowancesOfCourse(deps.pool, request.params.course)).map(wireAllowance);
      },
    );
  }
  for (const { url, hide } of coursePaths('/v1/proctored_exam/:course/grouped/allowance')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the allowances of a course by learner',
          description: 'The same allowances as `listAllowances`, under the user name of each learner.',
          operationId: 'listGroupedAllowances',
          params: courseParams,
          response: {
            200: z
              .record(z.string(), list)
              .meta({ example: { [USER.username]: [ALLOWANCE] } })
              .describe('By user name'),
          },
        },
      },
      async (request) => {
        noteRead(request, 'allowances.list', { course_id: request.params.course });
        const allowances = await listAllowancesOfCourse(deps.pool, request.params.course);
        return Object.groupBy(allowances.map(wireAllowance), ({ user }) => user.username) as Record<
          string,
          z.output<typeof list>
        >;
      },
    );
  }
}
