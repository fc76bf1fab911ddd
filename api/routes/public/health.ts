import { z } from 'zod';
import { isAnswering } from '../../../db/pool.ts';
import { ApiError } from '../../errors/api-error.ts';
import { CATALOGUE, type ErrorCode } from '../../errors/catalogue.ts';
import type { AppDeps } from '../../app-deps.ts';
import { errorBody } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

const READS = 'Whether reads are served';
const CHANGES = 'Whether changes are served';

const up = z
  .object({ status: z.literal('ok').describe('Always `ok`') })
  .meta({ example: { status: 'ok' } })
  .describe('The process is up');
const ready = up
  .extend({ reads: z.literal(true).describe(READS), changes: z.literal(true).describe(CHANGES) })
  .meta({ example: { status: 'ok', reads: true, changes: true } })
  .describe('Everything is served');
const unready = errorBody
  .extend({ reads: z.boolean().describe(READS), changes: z.boolean().describe(CHANGES) })
  .describe('Not everything is served');

/** Refuses with the catalogue's answer and what is served all the same. */
function refusal(code: ErrorCode, served: { reads: boolean; changes: boolean }): ApiError {
  return new ApiError(code, { body: { detail: CATALOGUE[code].detail, ...served } });
}

/** `healthz`: the process answers. `readyz`: it wants requests, and Postgres and Temporal answer, so changes can be made. */
export function health(app: App, { pool, isTemporalReachable, unreadiness = () => null }: AppDeps): void {
  const config = { scope: 'anyone', isQuiet: true } as const;
  app.get(
    '/healthz',
    {
      config,
      schema: {
        summary: 'Check that the process is up',
        description: 'For whoever restarts processes that hang. Nothing else is looked at.',
        operationId: 'healthz',
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
        summary: 'Check that the process accepts requests and can serve reads and changes',
        description: 'For load balancers: asks Postgres and Temporal. A process that is stopping says 503 first.',
        operationId: 'readyz',
        response: { 200: ready, 503: unready },
      },
    },
    async () => {
      const reads = await isAnswering(pool);
      const changes = reads && (await isTemporalReachable());
      const reason = !reads ? 'database_unavailable' : !changes ? 'temporal_unavailable' : unreadiness();
      if (reason !== null) throw refusal(reason, { reads, changes });
      return { status: 'ok' as const, reads: true as const, changes: true as const };
    },
  );
}
