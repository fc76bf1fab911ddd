import { isExtraMinutesText } from '../../../rules/attempt/minutes.ts';
import { dropAllowance, needsMinutes, storeAllowance } from '../../allowances/set-allowance.ts';
import { findExam } from '../../../db/exams.ts';
import { findPerson, findPersonByNameOrEmail } from '../../../db/people.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { examOf } from '../../permissions/granted.ts';
import { allowanceRemoval, allowanceSetting } from '../../schemas/allowance.ts';
import { empty } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

/** rest-api §7.2. */
export function allowances(app: App, deps: AppDeps): void {
  app.put(
    '/v1/proctored_exam/allowance',
    {
      attachValidation: true,
      config: {
        scope: 'staffOfExam',
        namedIn: 'body',
        errors: ['allowance_value_invalid', 'user_not_found', 'exam_inactive'],
      },
      schema: {
        summary: 'Set an allowance for a learner on an exam',
        description:
          'Extra time granted while the clock is running takes effect at once. It can only move the end later.',
        operationId: 'setAllowance',
        body: allowanceSetting,
        response: { 200: empty },
      },
    },
    async (request, reply) => {
      const { exam_id, user_info, key, value } = request.body;
      const by = callerOf(request).userId;
      if (needsMinutes(key) && !isExtraMinutesText(value)) throw new ApiError('allowance_value_invalid');
      const person =
        typeof user_info === 'number'
          ? await findPerson(deps.pool, user_info)
          : await findPersonByNameOrEmail(deps.pool, user_info);
      if (!person) throw new ApiError('user_not_found');
      const exam = examOf(request) ?? (await findExam(deps.pool, exam_id));
      if (!exam) throw new ApiError('exam_not_found');
      if (!exam.isActive) throw new ApiError('exam_inactive');
      const subject = await storeAllowance(deps, { examId: exam.id, userId: person.id, key, value, by });
      await deps.changes.deliver([subject]);
      return await reply.send(undefined);
    },
  );
  app.delete(
    '/v1/proctored_exam/allowance',
    {
      attachValidation: true,
      config: { scope: 'staffOfExam', namedIn: 'body' },
      schema: {
        summary: 'Remove an allowance',
        description:
          'If a field is missing, or there is no such allowance, nothing is removed. Time that was granted to a running exam is not taken back.',
        operationId: 'removeAllowance',
        body: allowanceRemoval,
        response: { 200: empty },
      },
    },
    async (request, reply) => {
      const { exam_id: examId, user_id: userId, key } = request.body;
      const by = callerOf(request).userId;
      const subject = examId && userId && key ? await dropAllowance(deps, { examId, userId, key, by }) : null;
      if (subject) await deps.changes.deliver([subject]);
      return await reply.send(undefined);
    },
  );
}
