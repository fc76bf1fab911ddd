import { z } from 'zod';
import { findExtraTimeOfCourse, listExtraTimeOfCourse } from '../../../db/extra-time.ts';
import { ADDITIONAL_TIME } from '../../../rules/attempt/minutes.ts';
import { dropAllowance } from '../../allowances/set-allowance.ts';
import { setExtraTime } from '../../allowances/set-extra-time.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { readItems } from '../../errors/list-errors.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { extraTime, extraTimeItem } from '../../schemas/exams/allowance.ts';
import { listErrors } from '../../schemas/exams/exam.ts';
import { empty } from '../../schemas/fields.ts';
import { courseParams, pathId, withCourse } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

const BASE = '/exams/course_id/:course/allowances';
const params = withCourse({ allowance_id: pathId.meta({ description: 'Id of the allowance', example: '3' }) });

/** What the dashboard of a course shows and changes (edx-exams §1.7). */
export function extraTimes(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths(coursePaths(BASE))) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: "List the extra time of a course's learners",
          description: 'As the dashboard of the course shows it.',
          operationId: 'listExtraTime',
          params: courseParams,
          response: { 200: z.array(extraTime).describe('The extra time, by exam') },
        },
      },
      async (request) => {
        const { course } = request.params;
        noteRead(request, 'allowances.list', { course_id: course });
        return (await listExtraTimeOfCourse(deps.pool, course)).map((each) => ({
          id: each.id,
          exam_id: each.examId,
          user_id: each.userId,
          extra_time_mins: each.minutes,
          username: each.username,
          exam_name: each.examName,
          email: each.email,
        }));
      },
    );
    app.post(
      url,
      {
        config: { scope: 'courseStaff', errors: ['exam_not_found', 'user_not_found'] },
        schema: {
          hide,
          summary: 'Set the extra time of learners',
          description: 'If any item is invalid, nothing changes. Running exams get their time at once.',
          operationId: 'setExtraTime',
          params: courseParams,
          body: z.unknown().meta({
            type: 'array',
            description: 'Learners with their extra time on an exam, by user name or email address',
            example: [{ username: 'alice', exam_id: 7, extra_time_mins: 30 }],
            items: z.toJSONSchema(extraTimeItem, { io: 'input', unrepresentable: 'any' }),
          }),
          response: { 200: empty, 400: listErrors },
        },
      },
      async (request, reply) => {
        const items = readItems(extraTimeItem, request.body);
        await setExtraTime(deps, request.params.course, items, callerOf(request).userId);
        return await reply.send(undefined);
      },
    );
  }
  for (const { url, hide } of coursePaths(`${BASE}/:allowance_id(^\\d+$)`)) {
    app.delete(
      url,
      {
        // What is no id is read as any end of the address of the list.
        config: { scope: 'courseStaff', errors: ['allowance_not_found', 'method_not_allowed'] },
        schema: {
          hide,
          summary: "Remove a learner's extra time",
          description: 'Time that was granted to a running exam is not taken back.',
          operationId: 'removeExtraTime',
          params,
          response: { 204: empty },
        },
      },
      async (request, reply) => {
        const { course, allowance_id: allowanceId } = request.params;
        const place = await findExtraTimeOfCourse(deps.pool, course, allowanceId);
        if (!place) throw new ApiError('allowance_not_found');
        const by = callerOf(request).userId;
        const subject = await dropAllowance(deps, { ...place, key: ADDITIONAL_TIME, by });
        if (subject) await deps.changes.deliver([subject]);
        return await reply.code(204).send(undefined);
      },
    );
  }
}
