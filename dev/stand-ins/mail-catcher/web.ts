import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z, ZodError } from 'zod';
import { HELD, type Holds } from '../../holds.ts';
import { FAILURE } from './failures.ts';
import type { Failure } from './failures.ts';
import type { Mailbox } from './mailbox.ts';
import { listPage, mailPage } from './page.ts';

const id = z.object({ id: z.coerce.number().int() });

/** Emails are somebody else's HTML: no scripts, no requests to anywhere. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The catcher's pages, and `GET` and `DELETE /api/messages` and `/api/held`, `GET` and `PUT /api/failure`, `GET /healthz`. */
export function buildWeb(mailbox: Mailbox, holds: Holds, behaviour: { failure: Failure }): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  void app.register(formbody);
  app.setErrorHandler((error, _request, reply) =>
    error instanceof ZodError ? reply.code(400).send({ detail: z.prettifyError(error) }) : reply.send(error),
  );
  app.addHook('onSend', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(listPage(await mailbox.all(), behaviour.failure)),
  );
  app.get('/messages/:id', async ({ params }, reply) => {
    const mail = await mailbox.get(id.parse(params).id);
    if (!mail) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').send(mailPage(mail));
  });
  app.get('/messages/:id/html', async ({ params }, reply) => {
    const html = (await mailbox.get(id.parse(params).id))?.html;
    if (!html) return reply.callNotFound();
    return reply.header('content-security-policy', MAIL_POLICY).type('text/html; charset=utf-8').send(html);
  });
  app.get('/api/messages', async () => mailbox.all());
  app.delete('/api/messages', async () => {
    mailbox.clear();
    return {};
  });
  app.get('/api/held', async () => holds.names());
  app.delete('/api/held', async ({ query }) => {
    holds.release(HELD.parse(query).name);
    return {};
  });
  app.get('/api/failure', async () => behaviour.failure);
  app.put('/api/failure', async ({ body }) => {
    behaviour.failure = FAILURE.parse(body);
    return behaviour.failure;
  });
  app.post('/failure', async ({ body }, reply) => {
    behaviour.failure = FAILURE.parse(body);
    return reply.redirect('/', 303);
  });
  return app;
}
