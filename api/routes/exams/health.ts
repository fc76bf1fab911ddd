import { z } from 'zod';
import { isAnswering } from '../../../db/pool.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { App } from '../app-instance.ts';

const stateOf = (word: 'OK' | 'UNAVAILABLE') =>
  z
    .object({
      overall_status: z.literal(word).describe('Whether requests can be served'),
      detailed_status: z
        .object({ database_status: z.literal(word).describe('Whether Postgres answers') })
        .describe('Why'),
    })
    .meta({ example: { overall_status: word, detailed_status: { database_status: word } } });

/** edx-exams §1: what the monitoring of such a service looks at. */
export function examsHealth(app: App, { pool }: AppDeps): void {
  app.get(
    '/health/',
    {
      config: { scope: 'anyone', isQuiet: true },
      schema: {
        summary: 'Check that requests can be served, in the dialect of edx-exams',
        description: 'For monitoring that was set up for edx-exams.',
        operationId: 'getExamsHealth',
        response: {
          200: stateOf('OK').describe('Requests can be served'),
          503: stateOf('UNAVAILABLE').describe('Requests cannot be served'),
        },
      },
    },
    async (_request, reply) => {
      const isUp = await isAnswering(pool);
      const word = isUp ? ('OK' as const) : ('UNAVAILABLE' as const);
      return await reply
        .code(isUp ? 200 : 503)
        .send({ overall_status: word, detailed_status: { database_status: word } });
    },
  );
}
