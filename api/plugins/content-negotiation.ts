import accepts from '@fastify/accepts';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';

/** Refuses whoever takes neither JSON nor a page, as the original does (rest-api §2.4). */
export const contentNegotiation = fp(async (app: FastifyInstance) => {
  await app.register(accepts);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.acceptsAnything) return;
    if (request.accepts().type(['json', 'html']) === false) throw new ApiError('not_acceptable');
  });
});
