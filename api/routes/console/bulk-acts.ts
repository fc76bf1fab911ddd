import { WHY_NOT_TEXTS } from '../../../rules/attempt/possible-acts.ts';
import { confirmBulk } from '../../acts/bulk.ts';
import { bulkWishOf, makePreview } from '../../acts/bulk-preview.ts';
import type { AppDeps } from '../../app-deps.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { bulkBegun, bulkBody, bulkPreview } from '../../schemas/console/bulk.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** An act on many attempts of a course: first previewed, then begun. */
export function bulkActs(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/bulk')) {
    app.post(
      url,
      {
        config: {
          scope: 'courseTeam',
          errors: [
            'staff_only',
            'status_not_for_reviewers',
            'bulk_too_large',
            'exam_not_found',
            'bulk_preview_unknown',
            'bulk_empty',
            'bulk_count_wrong',
          ],
        },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Do something to many attempts at once',
          description:
            'First with `dry_run`, which says what would be done and what not, and why. Then the same again with the `token` ' +
            'of that answer: it begins the act, which is carried out whatever breaks down, at most 50 attempts a second. The ' +
            'same token twice is one act. The roles are those of the act on one attempt.',
          operationId: 'actOnMany',
          params: courseParams,
          querystring: noQuery,
          body: bulkBody,
          response: { 200: bulkPreview.describe('What would be done'), 202: bulkBegun.describe('It has begun') },
        },
      },
      async (request, reply) => {
        const { course } = request.params;
        const { targets, token, count } = request.body;
        const wanted = await bulkWishOf(callerOf(request), course, request.body);
        if (token !== undefined) {
          const bulkId = await confirmBulk(deps, wanted, { token, count });
          return await reply.code(202).send({ bulk_id: bulkId });
        }
        const { will, willNot, token: made } = await makePreview(deps, wanted, targets);
        return {
          will: will.length,
          will_not: willNot.map(({ id, why }) => ({ id, why, detail: WHY_NOT_TEXTS[why] })),
          token: made,
        };
      },
    );
  }
}
