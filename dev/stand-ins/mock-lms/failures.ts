import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Holds } from '../../holds.ts';

/**
 * How the mock LMS misbehaves. `refuse`: answers `status`; `slow`: answers after `delay_ms`; `down`: closes the
 * connection at once; `forgetful`: takes the event, then closes the connection without an answer; `hold`: neither takes
 * nor answers until `DELETE /api/held`; `hold-taken`: the same, but takes the event first.
 */
export const FAILURE = z.object({
  mode: z.enum(['none', 'refuse', 'slow', 'down', 'forgetful', 'hold', 'hold-taken']).default('none'),
  status: z.coerce.number().int().min(300).max(599).default(503),
  delay_ms: z.coerce.number().int().min(0).max(600_000).default(5_000),
  applies_to: z.enum(['events', 'lookups', 'both']).default('both'),
});

export type Failure = z.output<typeof FAILURE>;

export function hangUp(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Holds the request back; false if the caller hung up in the meantime. */
export async function holdBack(holds: Holds, name: string, request: FastifyRequest): Promise<boolean> {
  return await holds.hold(name, once(request.raw.socket, 'close'));
}

/** Acts out the failure before the request is handled; true if the request has been dealt with. */
export async function misbehave(
  failure: Failure,
  { holds, name }: { holds: Holds; name: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
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
    case 'hold':
      if (await holdBack(holds, name, request)) return false;
      hangUp(request, reply);
      return true;
    default:
      return false;
  }
}
