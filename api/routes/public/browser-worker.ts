import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EXAM_MESSAGES, workerFor } from '../../browser-worker/assemble.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { App } from '../app-instance.ts';

/** Shorter than an exam: a page makes a new worker for every message, but the script may change with a release. */
const MAX_AGE_SECONDS = 600;

const BASE = '/api/proctoring/v1/browser-worker';
const script = z.string().describe('A classic script');
const unchanged = z.undefined().meta({ type: 'null', description: 'The browser has it already' });

/** The body, with its headers set; empty where the browser has it already. */
function scriptBody(request: FastifyRequest, reply: FastifyReply, source: string): string {
  const etag = `"${createHash('sha256').update(source).digest('base64url')}"`;
  void reply
    .removeHeader('access-control-allow-credentials')
    .header('access-control-allow-origin', '*')
    .header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
    .header('etag', etag)
    .type('text/javascript; charset=utf-8');
  if (request.headers['if-none-match'] !== etag) return source;
  void reply.code(304);
  return '';
}

/**
 * The worker that a learner's page speaks to the vendor's application through (vendors §9): what
 * `desktop_application_js_url` names for back-ends with a `desktop_application_url`.
 */
export function browserWorker(app: App, { vendors }: Pick<AppDeps, 'vendors'>): void {
  const config = { scope: 'anyone' } as const;
  const documented = { produces: ['text/javascript'] };
  app.get(
    `${BASE}.js`,
    {
      config,
      schema: {
        ...documented,
        summary: "Get the messages between page and worker, for a vendor's own script",
        description:
          "A script that a provider's own worker can import; it leaves only the exchange with the provider's application to it.",
        operationId: 'getExamMessages',
        response: { 200: script, 304: unchanged },
      },
    },
    async (request, reply) => scriptBody(request, reply, EXAM_MESSAGES),
  );
  app.get(
    `${BASE}/:backend.js`,
    {
      config,
      schema: {
        ...documented,
        summary: 'Get the browser worker of a back-end',
        description: "The worker that starts, pings and ends the application of a provider on the learner's computer.",
        operationId: 'getBrowserWorker',
        params: z.object({
          backend: z
            .string()
            .meta({ description: "Name of the proctoring provider in this service's settings", example: 'watchful' }),
        }),
        response: { 200: script, 304: unchanged },
      },
    },
    async (request, reply) => {
      const { backend } = request.params;
      const url = vendors.names.includes(backend) ? vendors.get(backend).desktopApplicationUrl : null;
      if (url === null) throw new ApiError('not_found');
      return scriptBody(request, reply, workerFor(url));
    },
  );
}
