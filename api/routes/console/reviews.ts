import { z } from 'zod';
import { listSecondLooks, type SecondLook, type SecondLookPlace } from '../../../db/second-looks.ts';
import { decisionDue } from '../../../rules/review/promise.ts';
import type { AppDeps } from '../../app-deps.ts';
import { readBoardRows } from '../../board/rows.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { hasRecording } from '../../reviews/recording.ts';
import { pageSize } from '../../schemas/console/fields.ts';
import { query } from '../../schemas/console/query.ts';
import { reviewQueue as answer } from '../../schemas/console/reviews.ts';
import type { BoardRow } from '../../schemas/console/row.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireTime, wireTimeOrNull } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const place = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}$/)
  .transform((text): SecondLookPlace => {
    const [since = 0, id = 0] = text.split('-').map(Number);
    return { since, id };
  });

const placeText = ({ since, attemptId }: SecondLook) => `${since}-${attemptId}`;

function itemOf(deps: AppDeps, look: SecondLook, attempt: BoardRow) {
  const { review } = look;
  return {
    attempt,
    exam_name: look.examName,
    waiting_since: wireTime(look.since),
    due_at: wireTime(decisionDue(look.since)),
    status: review?.status ?? null,
    comments: review?.comments ?? [],
    received_at: wireTimeOrNull(review?.receivedAt ?? null),
    by: review?.by ?? null,
    revisions: review?.revisions ?? 0,
    recording: hasRecording(deps, look),
  };
}

/** Attempts whose result waits for a person; two statements a page. */
export function reviews(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/reviews')) {
    app.get(
      url,
      {
        config: { scope: 'courseReviewers' },
        schema: {
          hide,
          summary: 'List the attempts that wait for a second look',
          description:
            'The oldest first, with what the provider said last. `getAttemptReviews` has everything that it said before. ' +
            'Decide with the act `set-status`.',
          operationId: 'listSecondLooks',
          params: courseParams,
          querystring: query({
            state: z
              .enum(['waiting', 'late'])
              .default('waiting')
              .describe('`late`: only those whose `due_at` has passed'),
            cursor: place.optional().describe('`next` of the page before'),
            limit: pageSize,
          }),
          response: { 200: answer.describe('The page') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        const { state, cursor: after, limit } = request.query;
        noteRead(request, 'reviews.list', { course_id: courseId });
        const page = await listSecondLooks(deps.pool, { courseId, after }, limit);
        const now = deps.clock();
        // Whoever has waited longest is late first.
        const wanted = state === 'late' ? page.filter(({ since }) => decisionDue(since) < now) : page;
        const last = wanted.at(-1);
        const selection = { attempts: wanted.map(({ attemptId }) => attemptId) };
        const { rows } = await readBoardRows(deps, { examIds: wanted.map(({ examId }) => examId), selection });
        const rowOf = new Map(rows.map((row) => [row.id, row]));
        return {
          reviews: wanted.flatMap((look) => {
            const row = rowOf.get(look.attemptId);
            return row ? [itemOf(deps, look, row)] : [];
          }),
          next: wanted.length < limit || !last ? null : placeText(last),
        };
      },
    );
  }
}
