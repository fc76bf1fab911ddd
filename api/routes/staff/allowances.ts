import { z } from 'zod';
import { isExtraMinutesText } from '../../../rules/attempt/minutes.ts';
import { dropAllowance, needsMinutes, storeAllowance } from '../../allowances/set-allowance.ts';
import { findExam } from '../../../db/exams.ts';
import { findPerson, findPersonByNameOrEmail } from '../../../db/people.ts';
import { ApiError } from '../../errors/api-error.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { callerOf, requireCourseStaff } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { allowanceRemoval, allowanceSetting } from '../../schemas/allowance.ts';
import { empty, errorBody, wireId } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

const named = z.object({ exam_id: wireId });

/** The exam of the request and its course decide who may; a course in the body does not (differences §6.1). */
async function requireStaffOfExam(deps: AppDeps, caller: Caller, body: unknown): Promise<void> {
  if (caller.isGlobalStaff) return;
  const given = named.safeParse(body);
  if (!given.success) throw new ApiError('course_unknown');
  const exam = await findExam(deps.pool, given.data.exam_id);
  if (!exam) throw new ApiError('exam_not_found');
  await requireCourseStaff(caller, exam.courseId);
}

/** rest-api §7.2. */
export function allowances(app: App, deps: AppDeps): void {
  app.put(
    '/v1/proctored_exam/allowance',
    {
      attachValidation: true,
      config: { scope: 'staffOfExam' },
      schema: {
        summary: 'Set an allowance for a learner on an exam',
        description:
          'Extra time granted while the clock is running takes effect at once. It can only move the end later.',
        tags: ['staff'],
        operationId: 'setAllowance',
        body: allowanceSetting,
        response: { 200: empty, 400: errorBody, 403: errorBody },
      },
    },
    async (request, reply) => {
      await requireStaffOfExam(deps, callerOf(request), request.body);
      throwIfInvalid(request, 'body');
      const { exam_id, user_info, key, value } = request.body;
      if (needsMinutes(key) && !isExtraMinutesText(value)) throw new ApiError('allowance_value_invalid');
      const person =
        typeof user_info === 'number'
          ? await findPerson(deps.pool, user_info)
          : await findPersonByNameOrEmail(deps.pool, user_info);
      if (!person) throw new ApiError('user_not_found');
      const exam = await findExam(deps.pool, exam_id);
      if (!exam) throw new ApiError('exam_not_found');
      if (!exam.isActive) throw new ApiError('exam_inactive');
      const subject = await storeAllowance(deps, { examId: exam.id, userId: person.id, key, value });
      await deps.changes.deliver([subject]);
      return await reply.send(undefined);
    },
  );
  app.delete(
    '/v1/proctored_exam/allowance',
    {
      attachValidation: true,
      config: { scope: 'staffOfExam' },
      schema: {
        summary: 'Remove an allowance',
        tags: ['staff'],
        operationId: 'removeAllowance',
        body: allowanceRemoval,
        response: { 200: empty, 400: errorBody, 403: errorBody },
      },
    },
    async (request, reply) => {
      await requireStaffOfExam(deps, callerOf(request), request.body);
      throwIfInvalid(request, 'body');
      const { exam_id: examId, user_id: userId, key } = request.body;
      const subject = examId && userId && key ? await dropAllowance(deps, { examId, userId, key }) : null;
      if (subject) await deps.changes.deliver([subject]);
      return await reply.send(undefined);
    },
  );
}
