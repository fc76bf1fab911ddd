import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * Nearly every answer is about a person or depends on who asks, so none may be cached; routes whose answer is the
 * same for everybody override this.
 */
export const privacy = fp(
  async (app: FastifyInstance) => {
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (!reply.hasHeader('cache-control')) void reply.header('Cache-Control', 'no-store');
      done();
    });
  },
  { name: 'privacy' },
);
