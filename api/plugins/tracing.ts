import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { SpanPlace, Traces } from '../../telemetry/traces.ts';

interface Begun {
  place: SpanPlace;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * Begins a trace with a share of the requests. What a caller says of a trace of its own is not heard: nobody outside
 * decides what is recorded here.
 */
export const tracing = fp(
  async (app: FastifyInstance, { traces }: { traces: Traces }) => {
    const begun = new WeakMap<FastifyRequest, Begun>();
    app.addHook('onRequest', (request, _reply, done) => {
      const place = request.routeOptions.config?.isQuiet ? null : traces.begin();
      if (!place) return done();
      begun.set(request, { place, at: Date.now() });
      traces.run(place, done);
    });
    // Reading the body goes on in the context of its connection.
    app.addHook('preValidation', (request, _reply, done) => {
      const here = begun.get(request);
      if (here) traces.run(here.place, done);
      else done();
    });
    app.addHook('onResponse', (request, reply, done) => {
      const here = begun.get(request);
      if (here) {
        const { method, routeOptions } = request;
        const route = routeOptions.url ?? 'none';
        traces.record({
          ...here.place,
          name: `${method} ${route}`,
          kind: 'server',
          parentId: undefined,
          beganAt: here.at,
          endedAt: here.at + reply.elapsedTime,
          attributes: {
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': reply.statusCode,
          },
          hasFailed: reply.statusCode >= 500,
        });
      }
      done();
    });
  },
  { name: 'tracing', dependencies: ['request-log'] },
);
