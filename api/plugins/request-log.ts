import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { inRequest } from '../request-context.ts';

export const REQUEST_ID = 'X-Request-Id';
/** Ids that a caller may send: nothing that could look like part of another line or header. */
const GIVEN = /^[\w.-]{1,64}$/;

/** The caller's own request id if it is safe to repeat, or else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
}

/** Writes what was asked and how it went, by ids and patterns only: addresses, names and bodies stay out of the log. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { url: route, config } = request.routeOptions;
  const line = {
    requestId: request.id,
    method: request.method,
    route: route ?? null,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
    who: request.signedIn ? `user:${request.signedIn.userId}` : 'anonymous',
    errorCode: reply.getHeader('x-error-code') ?? null,
  };
  request.log[config?.isQuiet ? 'debug' : 'info'](line, 'request');
}

/** Gives every answer, and every message to a workflow, the id of its request, and every request one line in the log. */
export const requestLog = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, reply, done) => {
      void reply.header(REQUEST_ID, request.id);
      inRequest(request.id, done);
    });
    // Reading the body goes on in the context of its connection.
    app.addHook('preValidation', (request, _reply, done) => inRequest(request.id, done));
    app.addHook('onResponse', (request, reply, done) => {
      logAnswer(request, reply);
      done();
    });
  },
  { name: 'request-log' },
);
