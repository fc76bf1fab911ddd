import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { recordingLink } from '../../reviews/recording.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { recording as answer } from '../../schemas/console/reviews.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** The way to an attempt's recording. A write, so that no link of another page can open it in somebody's name. */
export function recording(app: App, deps: AppDeps): void {
  app.post(
    '/attempts/:attempt_id(^\\d+$)/reviews/recording',
    {
      config: {
        scope: 'reviewersOfAttempt',
        includesDeleted: true,
        isAnsweredAnew: true,
        errors: ['recording_not_found', 'vendor_unavailable', 'vendor_refused'],
      },
      schema: {
        summary: 'Open the recording of an attempt',
        description:
          'Answers a link that the provider makes for the caller and that is good for a short time. Who asked is kept in ' +
          'the audit log. The link is not kept: a repeat under the same `Idempotency-Key` gets a new one.',
        operationId: 'openRecording',
        params: attemptParams,
        querystring: noQuery,
        response: { 200: answer.describe('The link') },
      },
    },
    async (request) => {
      const attempt = attemptOf(request);
      const url = await recordingLink(deps, callerOf(request), attempt);
      if (url === null) throw new ApiError('recording_not_found');
      noteRead(request, 'recording.open', {
        course_id: attempt.exam.courseId,
        exam_id: attempt.exam.id,
        attempt_id: attempt.id,
      });
      return { url };
    },
  );
}
