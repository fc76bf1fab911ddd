import type { AppDeps } from '../../app-deps.ts';
import { createAttemptFor } from '../../attempts/create-attempt.ts';
import { CREATION_ERRORS, MESSAGE_ERRORS, VENDOR_ERRORS } from '../../errors/route-errors.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { changedAttempt, examAttemptCreation } from '../../schemas/exams/attempt.ts';
import type { App } from '../app-instance.ts';

/** edx-exams §1.4. */
export function createExamAttempt(app: App, deps: AppDeps): void {
  app.post(
    '/exams/attempt',
    {
      config: {
        scope: 'signedIn',
        isOneWish: true,
        errors: [
          'backend_unknown',
          'other_exam_running',
          'start_past_due',
          'set_up_not_confirmed',
          ...CREATION_ERRORS,
          ...MESSAGE_ERRORS,
          ...VENDOR_ERRORS,
        ],
      },
      schema: {
        summary: 'Create an attempt on an exam and, on request, start its clock',
        description: 'One attempt on each exam. No clock starts while another of the learner runs.',
        operationId: 'createExamAttempt',
        body: examAttemptCreation,
        response: { 200: changedAttempt.describe('The attempt was created') },
      },
    },
    async (request) => {
      const { exam_id: examId, start_clock: startClock } = request.body;
      const wish = { examId, startClock, takingAsProctored: null, isOneAtATime: true };
      return { exam_attempt_id: await createAttemptFor(deps, callerOf(request), wish, request.messageId) };
    },
  );
}
