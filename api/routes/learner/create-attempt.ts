import { createAttemptFor } from '../../attempts/create-attempt.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptCreation, attemptId } from '../../schemas/attempt.ts';
import { errorBody } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

/** rest-api §6.2. */
export function createAttempt(app: App, deps: AppDeps): void {
  app.post(
    '/v1/proctored_exam/attempt',
    {
      config: { scope: 'signedIn', isOneWish: true },
      schema: {
        summary: 'Create an attempt on an exam and, on request, start its clock',
        description: 'An attempt on a proctored exam without `attempt_proctored` is declined at once.',
        tags: ['learner'],
        operationId: 'createAttempt',
        body: attemptCreation,
        response: { 200: attemptId, 400: errorBody, 403: errorBody, 502: errorBody, 503: errorBody },
      },
    },
    async (request) => {
      const { exam_id, start_clock, attempt_proctored } = request.body;
      const wish = { examId: exam_id, startClock: start_clock, takingAsProctored: attempt_proctored };
      return { exam_attempt_id: await createAttemptFor(deps, callerOf(request), wish, request.messageId) };
    },
  );
}
