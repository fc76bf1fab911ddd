import { ApiError } from '../../errors/api-error.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { empty } from '../../schemas/fields.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** rest-api §6.7. */
export function acknowledge(app: App, deps: AppDeps): void {
  const requireAcknowledgement = async () => {
    if (!deps.config.flags.viewablePastDue) throw new ApiError('acknowledgement_off');
  };
  app.put(
    '/v1/proctored_exam/attempt/:attempt_id(^\\d+$)/review_status',
    {
      preHandler: requireAcknowledgement,
      config: { scope: 'ownAttempt', body: 'ignored', errors: ['acknowledgement_off', ...MESSAGE_ERRORS] },
      schema: {
        summary: 'Acknowledge the result of an attempt so that its content is shown again after the due date',
        description: 'Only where results can be viewed after the due date; otherwise 404.',
        operationId: 'acknowledgeResult',
        params: attemptParams,
        response: { 200: empty },
      },
    },
    async (request, reply) => {
      const attempt = attemptOf(request);
      await deps.attempts.tell(attempt.attemptCode, 'acknowledge', {
        actor: { kind: 'learner', userId: attempt.user.id },
      });
      return await reply.send(undefined);
    },
  );
}
