import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { z, ZodError } from 'zod';
import { createHolds, HELD } from '../../holds.ts';
import { consequencesOf } from './consequences.ts';
import { DEMO_DATA, LMS_DATA, type LmsData } from './demo-data.ts';
import { FAILURE, type Failure } from './failures.ts';
import { registerLookupRoutes } from './lookup-routes.ts';
import { LOOK } from '../list.ts';
import { receivedPage } from './page.ts';
import { createReceived } from './received.ts';
import { registerWebhookRoute, type Try } from './webhook-route.ts';

export interface MockLmsOptions {
  /** Bearer token of the lookups. */
  token: string;
  /** Standard Webhooks secret of the events. */
  secret: string;
  data?: LmsData;
}

const MAX_TRIES_KEPT = 1_000;

/**
 * An LMS that serves the contract and shows what it received: lookups, the webhook, a page at `/`, `GET` and `DELETE
 * /api/received`, `GET` and `DELETE /api/held`, `PUT /api/data` and `PUT /api/failure`. Unstarted; it keeps everything in
 * memory.
 */
export function buildMockLms({ token, secret, data: initialData = DEMO_DATA }: MockLmsOptions): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 500 } });
  const received = createReceived();
  const holds = createHolds();
  const tries: Try[] = [];
  let data = initialData;
  let failure: Failure = FAILURE.parse({});

  void app.register(formbody);
  app.setErrorHandler((error, _request, reply) =>
    error instanceof ZodError ? reply.code(400).send({ detail: z.prettifyError(error) }) : reply.send(error),
  );
  registerLookupRoutes(app, {
    token,
    failure: () => failure,
    holds,
    data: () => data,
    events: () => received.all().map(({ event }) => event),
  });
  registerWebhookRoute(app, {
    secret,
    failure: () => failure,
    holds,
    received,
    recordTry(entry) {
      tries.push(entry);
      if (tries.length > MAX_TRIES_KEPT) tries.shift();
    },
  });

  function report() {
    const deliveries = received.all();
    return {
      failure,
      consequences: consequencesOf(deliveries.map(({ event }) => event)),
      deliveries: deliveries.toReversed(),
      tries: tries.toReversed(),
    };
  }

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/', async ({ query }, reply) =>
    reply.type('text/html; charset=utf-8').send(receivedPage(report(), LOOK.parse(query))),
  );
  app.get('/api/received', async () => report());
  app.delete('/api/received', async () => {
    received.clear();
    tries.length = 0;
    return {};
  });
  app.get('/api/held', async () => holds.names());
  app.delete('/api/held', async ({ query }) => {
    holds.release(HELD.parse(query).name);
    return {};
  });
  app.put('/api/data', async ({ body }) => {
    data = LMS_DATA.parse(body);
    return data;
  });
  app.put('/api/failure', async ({ body }) => {
    failure = FAILURE.parse(body);
    return failure;
  });
  app.post('/failure', async (request, reply) => {
    failure = FAILURE.parse(request.body);
    return reply.redirect('/', 303);
  });
  return app;
}
