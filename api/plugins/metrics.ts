import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Meters } from '../../telemetry/meters.ts';
import { CATALOGUE } from '../errors/catalogue.ts';

/** Counts how a request was answered, by the pattern of its route: addresses have ids in them. */
export function measureAnswer(meters: Meters, request: FastifyRequest, reply: FastifyReply): void {
  const code = reply.getHeader('x-error-code');
  meters.countAnswer({
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    seconds: reply.elapsedTime / 1000,
    errorCode: typeof code === 'string' ? code : null,
  });
}

/** Measures every answer. */
export const metrics = fp(
  async (app: FastifyInstance, { meters }: { meters: Meters }) => {
    meters.foresee({ errorCodes: Object.keys(CATALOGUE) });
    app.addHook('onResponse', (request, reply, done) => {
      measureAnswer(meters, request, reply);
      done();
    });
  },
  { name: 'metrics', dependencies: ['request-log'] },
);
