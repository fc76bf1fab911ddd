import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { createMemory } from './attempts.ts';
import { createBehaviour } from './behaviour.ts';
import { createCallbacks } from './callbacks.ts';
import type { MockVendorEnvironment } from './environment.ts';
import { attemptRoutes } from './routes/attempts.ts';
import { configRoutes } from './routes/config.ts';
import { desktopRoutes } from './routes/desktop.ts';
import { examRoutes } from './routes/exams.ts';
import { learnerRoutes } from './routes/learners.ts';
import { pageRoutes } from './routes/pages.ts';
import { hasToken, tokenRoutes } from './routes/token.ts';

/** Builds the mock vendor, unstarted: the REST protocol of vendors §6 for the service, pages for people. */
export async function buildMockVendor(environment: MockVendorEnvironment): Promise<FastifyInstance> {
  const app = fastify({ logger: false });
  const closing = new AbortController();
  app.addHook('onClose', async () => closing.abort());
  app.setErrorHandler((error: FastifyError | ZodError, _request, reply) =>
    reply.code(error instanceof ZodError ? 400 : (error.statusCode ?? 500)).send({ detail: String(error) }),
  );
  await app.register(formbody);

  const memory = createMemory({ outcome: environment.DEFAULT_OUTCOME, reviewer: environment.REVIEWER_EMAIL });
  const callbacks = createCallbacks(environment, closing.signal);
  const behaviour = createBehaviour({
    environment,
    memory,
    callbacks,
    signal: closing.signal,
    onFailure: (error) => console.error(`mock vendor: a callback was given up: ${String(error)}`),
  });
  const originOf = (request: FastifyRequest) => environment.PUBLIC_URL ?? `${request.protocol}://${request.host}`;

  app.get('/healthz', async () => ({ status: 'ok' }));
  tokenRoutes(app, environment);
  pageRoutes(app, environment, memory, behaviour);
  await app.register(async (desktop) => desktopRoutes(desktop, memory));
  await app.register(async (service) => {
    service.addHook('onRequest', async (request, reply) => {
      if (!(await hasToken(request, environment))) await reply.code(401).send({ detail: 'no valid token' });
    });
    configRoutes(service, originOf);
    examRoutes(service, memory);
    attemptRoutes(service, memory, behaviour, originOf);
    learnerRoutes(service, memory);
  });
  return app;
}
