import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findLiveAttemptByCode } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import { createLimit } from '../plugins/rate-limits.ts';
import type { Granted } from './granted.ts';

/** For one wrong code from one address; a campus behind one address has many right codes. */
const WRONG_TRIES_PER_MINUTE = 30;
/** For one attempt, because each launch is a message to its workflow. */
const LAUNCHES_PER_MINUTE = 60;

const inPath = z.object({ attempt_code: z.string() });

/** Knowing the attempt's code is the only proof; a wrong code is answered here. */
export function createCodeCheck({ pool }: AppDeps) {
  const limitWrongTries = createLimit({ max: WRONG_TRIES_PER_MINUTE });
  const limitLaunches = createLimit({ max: LAUNCHES_PER_MINUTE });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Granted> => {
    const { attempt_code: code } = inPath.parse(request.params);
    const attempt = await findLiveAttemptByCode(pool, code);
    if (attempt) {
      limitLaunches(code);
      return { attempt };
    }
    limitWrongTries(code, request.ip);
    await reply.code(404).type('text/html').send('There is no exam attempt with this code.');
    return {};
  };
}
