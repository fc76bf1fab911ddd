import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/**
 * How the mock LMS misbehaves. `refuse`: answers `status`; `slow`: answers after `delay_ms`; `down`: closes the
 * connection at once; `forgetful`: takes the event, then closes the connection without an answer.
 */
export const FAILURE = z.object({
  mode: z.enum(['none', 'refuse', 'slow', 'down', 'forgetful']).default('none'),
  status: z.coerce.number().int().min(400).max(599).default(503),
  delay_ms: z.coerce.number().int().min(0).max(600_000).default(5_000),
  applies_to: z.enum(['events', 'lookups', 'both']).default('both'),
});

export type Failure = z.output<typeof FAILURE>;

export function hangUp(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Plays the failure before the request is handled; true when the request has been dealt with. */
export async function misbehave(failure: Failure, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  switch (failure.mode) {
    case 'down':
      hangUp(request, reply);
      return true;
    case 'refuse':
      await reply.code(failure.status).send({ detail: 'Refused, because the mock LMS was told to.' });
      return true;
    case 'slow':
      await delay(failure.delay_ms, undefined, { ref: false });
      return false;
    default:
      return false;
  }
}
