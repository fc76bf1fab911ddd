import { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { attemptByExternalId } from '../../attempts/by-external-id.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { acceptReview, reviewerOf } from '../../reviews/accept-review.ts';
import { errorBody, text } from '../../schemas/fields.ts';
import { asJsonText } from '../../wire/json-text.ts';
import type { App } from '../app-instance.ts';

const ATTEMPT = '/v1/proctored_exam/attempt/:external_id(^[-A-Za-z0-9_]+$)';
const params = z.object({ external_id: z.string() });

const review = z
  .looseObject({
    status: z.unknown().optional().describe('`passed`, `violation`, `suspicious` or `not_reviewed`'),
    comments: z.unknown().optional().describe('List of at most 2,000 {comment, status, start, stop, duration}'),
    reviewed_by: z.unknown().optional().describe('Email address of the reviewer who made the decision'),
  })
  .describe('Read as JSON regardless of the content type, otherwise as a form. All fields are stored.');

/** The attempt's own provider has an account in the group `<backend>_review` (rest-api §9.2). */
function isReviewer(deps: AppDeps, caller: Caller, { exam }: Attempt): boolean {
  return caller.isGlobalStaff || caller.groups.includes(`${exam.backend || deps.vendors.defaultName}_review`);
}

/**
 * The attempt that the caller means and may act on: providers number their attempts each for themselves, so another one's
 * with the same id is none of the caller's. Throws `refusal` when there are only such; null when there is none at all.
 */
async function attemptOf(
  deps: AppDeps,
  externalId: string,
  mayActOn: (attempt: Attempt) => boolean,
  refusal: ApiError,
): Promise<Attempt | null> {
  let isForeign = false;
  const attempt = await attemptByExternalId(deps, externalId, (found) => {
    const isAllowed = mayActOn(found);
    isForeign ||= !isAllowed;
    return isAllowed;
  });
  if (!attempt && isForeign) throw refusal;
  return attempt;
}

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
      config: { scope: 'reviewerOrLearner', body: 'ignored' },
      schema: {
        summary: "Report that the learner's setup is complete",
        description: "For the exam's provider, global staff and the learner.",
        tags: ['vendor'],
        operationId: 'attemptReady',
        params,
        response: { 200: text, 403: errorBody, 404: text },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const isOwn = ({ user }: Attempt) => user.id === caller.userId;
      const mayActOn = (found: Attempt) => isOwn(found) || isReviewer(deps, caller, found);
      const attempt = await attemptOf(deps, request.params.external_id, mayActOn, new ApiError('reviewers_only'));
      if (!attempt) return await asJsonText(reply).code(404).send('There is no attempt with that id.');
      const isOwner = isOwn(attempt);
      if (attempt.status === 'created' || attempt.status === 'download_software_clicked') {
        const actor = { kind: isOwner ? 'learner' : 'vendor', userId: caller.userId } as const;
        await deps.attempts.tell(attempt.attemptCode, 'vendor-ready', { actor });
      }
      return await asJsonText(reply).send('OK');
    },
  );
  app.post(
    `${ATTEMPT}/reviewed`,
    {
      config: { scope: 'reviewer', body: 'json or form' },
      schema: {
        summary: 'Report the result of a review',
        description: "For the exam's provider and global staff. Sending the same review again changes nothing.",
        tags: ['vendor'],
        operationId: 'attemptReviewed',
        params,
        body: review,
        response: { 200: text, 400: errorBody, 403: errorBody, 412: text },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const mayActOn = (found: Attempt) => isReviewer(deps, caller, found);
      const refusal = new ApiError('reviewers_only', { body: null });
      const attempt = await attemptOf(deps, request.params.external_id, mayActOn, refusal);
      if (!attempt) throw new ApiError('attempt_not_found');
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
        actorUserId: caller.userId,
      });
      return await asJsonText(reply).send('OK');
    },
  );
}
