import { listReviewPosts } from '../../../db/review-posts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { hasRecording } from '../../reviews/recording.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { attemptReviews as answer } from '../../schemas/console/reviews.ts';
import { attemptParams } from '../../schemas/params.ts';
import { wireTime } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';

/** What the provider said about an attempt, every time that it did. */
export function attemptReviews(app: App, deps: AppDeps): void {
  app.get(
    '/attempts/:attempt_id(^\\d+$)/reviews',
    {
      config: { scope: 'reviewersOfAttempt', includesDeleted: true },
      schema: {
        summary: 'Get every review of an attempt',
        description: 'With the comments of each; a removed attempt keeps its reviews.',
        operationId: 'getAttemptReviews',
        params: attemptParams,
        querystring: noQuery,
        response: { 200: answer.describe('The reviews') },
      },
    },
    async (request) => {
      const { id, attemptCode, exam, vendorAttemptId } = attemptOf(request);
      noteRead(request, 'reviews.read', { course_id: exam.courseId, attempt_id: id });
      const posts = await listReviewPosts(deps.pool, attemptCode);
      const backend = exam.isProctored ? exam.backend : null;
      const hasVideo = posts.at(-1)?.hasVideo ?? false;
      return {
        attempt_id: id,
        revisions: posts.map(({ status, comments, by, receivedAt }, place) => ({
          number: place + 1,
          status,
          comments,
          received_at: wireTime(receivedAt),
          by,
        })),
        recording: hasRecording(deps, { backend, isKnownToVendor: vendorAttemptId !== null, hasVideo }),
      };
    },
  );
}
