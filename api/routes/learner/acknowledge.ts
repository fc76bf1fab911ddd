import { attemptById } from '../../../db/attempts.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { empty, errorBody } from '../../schemas/fields.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** rest-api §6.7. */
export function acknowledge(app: App, deps: AppDeps): void {
  app.put(
    '/v1/proctored_exam/attempt/:attempt_id(^\\d+$)/review_status',
    {
      config: { body: 'ignored' },
      schema: {
        summary: 'Acknowledge the result of an attempt so that its content is shown again after the due date',
        tags: ['learner'],
        operationId: 'acknowledgeResult',
        params: attemptParams,
        response: { 200: empty, 400: errorBody, 403: errorBody, 404: errorBody },
      },
    },
    async (request, reply) => {
      if (!deps.config.flags.viewablePastDue) throw new ApiError('acknowledgement_off');
      const { userId } = callerOf(request);
      const attempt = await attemptById(deps.pool, request.params.attempt_id);
      if (!attempt) throw new ApiError('attempt_not_found');
      if (attempt.user.id !== userId) throw new ApiError('not_the_owner');
      await deps.temporal.send(attempt.attemptCode, 'acknowledge', { actor: { kind: 'learner', userId } });
      return await reply.send(undefined);
    },
  );
}
