import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { VendorMemory } from '../attempts.ts';

const params = z.object({ attemptId: z.string().optional(), action: z.enum(['start', 'ping', 'stop']) });

/**
 * The proctoring application on the learner's computer: `POST /desktop/<attempt>/{start,ping,stop}` from the browser
 * worker answers 200 while the application runs, and 503 after a person closed it on the vendor's page. A page that does
 * not name its attempt means the newest.
 */
export async function desktopRoutes(app: FastifyInstance, memory: VendorMemory): Promise<void> {
  await app.register(cors, { origin: '*' });
  const addresses = ['/desktop/:attemptId/:action', '/desktop/:action'];
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { attemptId, action } = params.parse(request.params);
    const attempt = attemptId === undefined ? [...memory.attempts.values()].at(-1) : memory.attempts.get(attemptId);
    if (!attempt) return reply.code(404).send({ detail: 'no such attempt' });
    if (action === 'stop') attempt.isAppRunning = false;
    else if (!attempt.isAppRunning) return reply.code(503).send({ detail: 'the application is closed' });
    return { status: action === 'stop' ? 'stopped' : 'running' };
  };
  for (const url of addresses) app.post(url, handler);
}
