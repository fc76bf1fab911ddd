import accepts from '@fastify/accepts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';
import { addErrors } from '../errors/route-errors.ts';

/** A page is what browsers ask for; they get JSON as well. */
const SERVED = ['application/json', 'text/html', 'application/*', 'text/*', '*/*'];

/** Whether one of the wanted types is served, ignoring its parameters (`application/json; indent=4`). */
function isSatisfiable(request: FastifyRequest): boolean {
  if (!request.headers.accept?.trim()) return true;
  return [request.accepts().types()].flat().some((type) => type !== false && SERVED.includes(type.toLowerCase()));
}

/** Refuses clients that accept neither JSON nor HTML, as the original does (rest-api §2.4). */
export const contentNegotiation = fp(
  async (app: FastifyInstance) => {
    await app.register(accepts);
    app.addHook('onRoute', (route) => {
      if (!route.config?.acceptsAnything) addErrors(route, ['not_acceptable']);
    });
    app.addHook('onRequest', (request, _reply, done) => {
      const isServed = request.routeOptions.config.acceptsAnything || isSatisfiable(request);
      done(isServed ? undefined : new ApiError('not_acceptable'));
    });
  },
  { name: 'content-negotiation' },
);
