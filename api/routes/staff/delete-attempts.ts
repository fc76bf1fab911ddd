import { listAttemptsOfLearner } from '../../../db/attempts.ts';
import { removeAttempt } from '../../attempts/remove-attempt.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { empty, text } from '../../schemas/fields.ts';
import { attemptParams, examParams, pathId } from '../../schemas/params.ts';
import { asJsonText } from '../../wire/json-text.ts';
import type { App } from '../app-instance.ts';

/** rest-api §6.5 and §6.6. */
export function deleteAttempts(app: App, deps: AppDeps): void {
  app.delete(
    '/v1/proctored_exam/attempt/:attempt_id(^\\d+$)',
    {
      config: { scope: 'staffOfAttempt', errors: ['vendor_failed', ...MESSAGE_ERRORS] },
      schema: {
        summary: "Delete an attempt, with the learner's answers, grade override and credit",
        description: 'The provider is told first. If that fails, the attempt stays.',
        operationId: 'deleteAttempt',
        params: attemptParams,
        response: { 200: empty },
      },
    },
    async (request, reply) => {
      await removeAttempt(deps, callerOf(request), attemptOf(request));
      return await reply.send(undefined);
    },
  );
  app.delete(
    '/v1/proctored_exam/exam_id/:exam_id(^\\d+$)/user_id/:user_id(^\\d+$)/reset_attempts',
    {
      config: { scope: 'staffOfExam', errors: ['vendor_failed', ...MESSAGE_ERRORS] },
      schema: {
        summary: 'Delete all attempts of a learner on an exam',
        description: 'Each as `deleteAttempt` does it, the oldest first.',
        operationId: 'resetAttempts',
        params: examParams.extend({ user_id: pathId.meta({ description: 'Id of the learner', example: '42' }) }),
        response: { 200: empty, 404: text('The learner has no attempt on this exam') },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { exam_id: examId, user_id: userId } = request.params;
      const attempts = await listAttemptsOfLearner(deps.pool, userId, examId);
      if (attempts.length === 0) {
        return await asJsonText(reply).code(404).send('The learner has no attempt on this exam.');
      }
      for (const attempt of attempts.toReversed()) await removeAttempt(deps, caller, attempt);
      return await reply.send(undefined);
    },
  );
}
