import { createAttemptFor } from '../../attempts/create-attempt.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { CREATION_ERRORS, MESSAGE_ERRORS, VENDOR_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptCreation, attemptId } from '../../schemas/attempt.ts';
import type { App } from '../app-instance.ts';

/** rest-api §6.2. */
export function createAttempt(app: App, deps: AppDeps): void {
  app.post(
    '/v1/proctored_exam/attempt',
    {
      config: {
        scope: 'signedIn',
        isOneWish: true,
        errors: [
          'exam_not_proctored',
          'backend_unknown',
          'start_past_due',
          'set_up_not_confirmed',
          ...CREATION_ERRORS,
          ...MESSAGE_ERRORS,
          ...VENDOR_ERRORS,
        ],
      },
      schema: {
        summary: 'Create an attempt on an exam and, on request, start its clock',
        description: 'An attempt on a proctored exam without `attempt_proctored` is declined at once.',
        operationId: 'createAttempt',
        body: attemptCreation,
        response: { 200: attemptId },
      },
    },
    async (request) => {
      const { exam_id, start_clock, attempt_proctored } = request.body;
      const wish = { examId: exam_id, startClock: start_clock, takingAsProctored: attempt_proctored };
      return { exam_attempt_id: await createAttemptFor(deps, callerOf(request), wish, request.messageId) };
    },
  );
}
