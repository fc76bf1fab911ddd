import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * Nearly every answer is about a person or depends on who asks, so none may be cached; routes whose answer is the
 * same for everybody override this.
 */
export const privacy = fp(
  async (app: FastifyInstance) => {
    app.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) void reply.header('Cache-Control', 'no-store');
    });
  },
  { name: 'privacy' },
);
