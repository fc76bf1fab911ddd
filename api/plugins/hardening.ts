import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../../config.ts';
import { isOpen } from '../permissions/scopes.ts';
import { ApiError } from '../errors/api-error.ts';
import { ANONYMOUS_BODY } from '../http-limits.ts';
import { METHODS } from './other-methods.ts';
import { createLimit } from './rate-limits.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const UNKNOWN_ADDRESSES_PER_MINUTE = 600;

/** Security headers, CORS with credentials (clients §7), cookies, and limits for callers who are not signed in. */
export const hardening = fp(
  async (app: FastifyInstance, { config }: { config: Config }) => {
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(SECURITY_HEADERS);
      done();
    });
    await app.register(cors, {
      origin: config.api.corsOrigins,
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: [
        'authorization',
        'content-type',
        'idempotency-key',
        'use-jwt-cookie',
        'x-csrftoken',
        'x-request-id',
        'x-requested-with',
      ],
      exposedHeaders: ['retry-after', 'x-error-code', 'x-request-id'],
      maxAge: 600,
      // The routes' own answers to OPTIONS follow, which name the methods there are.
      preflightContinue: true,
      strictPreflight: false,
    });
    await app.register(cookie);
    app.addHook('onRoute', (route) => {
      if (isOpen(route.config)) route.bodyLimit ??= ANONYMOUS_BODY.form;
    });
    const limit = createLimit({ max: UNKNOWN_ADDRESSES_PER_MINUTE });
    app.setNotFoundHandler({ preValidation: async (request: FastifyRequest) => limit(request.ip) }, async (request) => {
      if (METHODS.includes(request.method)) throw new ApiError('not_found');
      throw new ApiError('method_not_allowed', {
        detail: `Method "${request.method}" not allowed.`,
        headers: { Allow: METHODS.join(', ') },
      });
    });
  },
  { name: 'hardening', dependencies: ['request-log'] },
);
