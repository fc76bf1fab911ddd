import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';
import { addErrors } from '../errors/route-errors.ts';
import type { Pressure } from '../pressure.ts';

/** Those who are refused do not all come back in the same second. */
const RETRY_SECONDS = { least: 2, spread: 5 } as const;

function overloaded(): ApiError {
  const seconds = RETRY_SECONDS.least + Math.floor(Math.random() * RETRY_SECONDS.spread);
  return new ApiError('overloaded', { headers: { 'Retry-After': String(seconds) } });
}

/**
 * Refuses requests at once while this process would answer them too late, before anything is done for them. What pages of
 * running exams send is refused last: without it, learners would count as silent. Monitoring is always answered.
 */
export const overload = fp(
  async (app: FastifyInstance, { pressure }: { pressure: Pressure | undefined }) => {
    app.addHook('onRoute', (route) => {
      if (!route.config?.isQuiet) addErrors(route, ['overloaded']);
    });
    if (!pressure) return;
    app.addHook('onRequest', (request, _reply, done) => {
      const { isQuiet = false, isRefusedLast = false } = request.routeOptions.config ?? {};
      // A preflight only asks for what is refused itself, if it is.
      const isAnswered = isQuiet || request.method === 'OPTIONS';
      const isRefused = !isAnswered && pressure.isTooHighFor(isRefusedLast ? 'last' : 'usual');
      done(isRefused ? overloaded() : undefined);
    });
    app.addHook('onClose', async () => pressure.close());
  },
  { name: 'overload', dependencies: ['hardening'] },
);
