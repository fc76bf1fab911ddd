import { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { isAwaitingSetup } from '../../../rules/attempt/statuses.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { acceptReview, reviewerOf } from '../../reviews/accept-review.ts';
import { ok, text } from '../../schemas/fields.ts';
import { asJsonText } from '../../wire/json-text.ts';
import { postedReview } from '../../schemas/vendor-reviews.ts';
import type { App } from '../app-instance.ts';

const ATTEMPT = '/v1/proctored_exam/attempt/:external_id(^[-A-Za-z0-9_]+$)';
const params = z.object({
  external_id: z
    .string()
    .meta({ description: "The proctoring provider's id for the attempt", example: 'attempt-55310' }),
});

const naming = z.object({ examMetaData: z.object({ examCode: z.string() }) });

/** A review that names an attempt by its code must be of the one that it is posted to. */
function requireSameAttempt({ attemptCode }: Attempt, body: unknown): void {
  const { data } = naming.safeParse(body);
  if (data && data.examMetaData.examCode !== attemptCode) throw new ApiError('review_invalid');
}

/** rest-api §9.1 and §9.2. */
export function attemptCallbacks(app: App, deps: AppDeps): void {
  app.post(
    `${ATTEMPT}/ready`,
    {
      config: { scope: 'reviewerOrLearner', body: 'ignored', errors: MESSAGE_ERRORS },
      schema: {
        summary: "Report that the learner's setup is complete",
        description:
          "For the exam's provider, global staff and the learner. The body is not read. Sending it again, or once the " +
          'learner has begun, changes nothing.',
        operationId: 'attemptReady',
        params,
        response: { 200: ok, 404: text('There is no attempt with that id') },
      },
    },
    async (request, reply) => {
      const { userId } = callerOf(request);
      const { attemptCode, status, user } = attemptOf(request);
      if (isAwaitingSetup(status)) {
        const actor = { kind: user.id === userId ? 'learner' : 'vendor', userId } as const;
        await deps.attempts.tell(attemptCode, 'vendor-ready', { actor });
      }
      return await asJsonText(reply).send('OK');
    },
  );
  app.post(
    `${ATTEMPT}/reviewed`,
    {
      config: {
        scope: 'reviewer',
        body: 'json or form',
        errors: ['review_invalid', 'review_exists', ...MESSAGE_ERRORS],
      },
      schema: {
        summary: 'Report the result of a review',
        description:
          "For the exam's provider and global staff. Sending the same review again changes nothing; a later one replaces " +
          'it. Answers that are worth another try are 408, 429 and 5xx, after `Retry-After`.',
        operationId: 'attemptReviewed',
        params,
        body: postedReview,
        response: { 200: ok, 412: text('The attempt is not proctored, so the review was not kept') },
      },
    },
    async (request, reply) => {
      const attempt = attemptOf(request);
      // An id without a vendor: nobody can have watched.
      if (!attempt.exam.isProctored) {
        return await asJsonText(reply).code(412).send('The attempt is not proctored, so the review was not kept.');
      }
      requireSameAttempt(attempt, request.body);
      await acceptReview(deps, {
        attempt,
        vendor: vendorOf(deps.vendors, attempt.exam) ?? deps.vendors.gone,
        payload: request.body,
        reviewedBy: await reviewerOf(deps, request.body, attempt.exam.courseId),
        actorUserId: callerOf(request).userId,
      });
      return await asJsonText(reply).send('OK');
    },
  );
}
