import { sql } from 'slonik';
import { z } from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../ports.ts';
import { errorBody } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

const up = z.object({ status: z.literal('ok') });

/** `healthz`: the process answers. `readyz`: Postgres and Temporal do too, so changes can be made. */
export function health(app: App, { pool, temporal }: AppDeps): void {
  const config = { anonymous: true, isQuiet: true };
  app.get(
    '/healthz',
    {
      config,
      schema: {
        summary: 'The process is up',
        tags: ['public'],
        operationId: 'healthz',
        security: [],
        response: { 200: up },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      config,
      schema: {
        summary: 'Postgres and Temporal are reachable',
        tags: ['public'],
        operationId: 'readyz',
        security: [],
        response: { 200: up, 503: errorBody },
      },
    },
    async () => {
      await pool.one(sql.type(z.object({ one: z.number() }))`select 1 as one`);
      if (!(await temporal.isReachable())) throw new ApiError('temporal_unavailable');
      return { status: 'ok' as const };
    },
  );
}
