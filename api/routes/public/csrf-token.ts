import { z } from 'zod';
import { createCsrf } from '../../auth/csrf.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { App } from '../app-instance.ts';

/** Front ends on another origin fetch this before their first write (clients §7). */
export function csrfToken(app: App, { config }: AppDeps): void {
  const csrf = createCsrf(config);
  app.get(
    '/csrf/api/v1/token',
    {
      config: { scope: 'anyone' },
      schema: {
        summary: 'Get the CSRF token for callers who sign in with cookies',
        description:
          'Front ends on another origin fetch it before their first write. Callers with a token in `Authorization` need none.',
        operationId: 'getCsrfToken',
        response: {
          200: z
            .object({ csrfToken: z.string().describe('Send it in the `X-CSRFToken` header of every write') })
            .meta({ example: { csrfToken: 'cTzZ1VY9aLq0oHn3h2kWmSf8' } })
            .describe('A token, which is also in a cookie'),
        },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return { csrfToken: csrf.issue(request, reply) };
    },
  );
}
