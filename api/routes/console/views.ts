import { listSavedViews, saveViews } from '../../../db/saved-views.ts';
import type { AppDeps } from '../../app-deps.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { savedViews, savedViewsBody } from '../../schemas/console/views.ts';
import type { App } from '../app-instance.ts';

/** How the caller wants to see boards. */
export function views(app: App, { pool }: AppDeps): void {
  app.get(
    '/me/views',
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: 'List the views of boards that the caller has saved',
        description: 'Named filters and orders of the boards, for this person alone.',
        operationId: 'listSavedViews',
        querystring: noQuery,
        response: { 200: savedViews.describe('The views') },
      },
    },
    async (request) => ({ views: [...(await listSavedViews(pool, callerOf(request).userId))] }),
  );
  app.put(
    '/me/views',
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: 'Replace the views of boards that the caller has saved',
        description: 'Send all of them; those that are missing are removed.',
        operationId: 'replaceSavedViews',
        querystring: noQuery,
        body: savedViewsBody,
        response: { 200: savedViews.describe('The views') },
      },
    },
    async (request) => {
      const { views: wanted } = request.body;
      await saveViews(pool, callerOf(request).userId, wanted);
      return { views: wanted };
    },
  );
}
