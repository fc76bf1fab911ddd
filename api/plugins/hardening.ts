import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../../config.ts';
import { ApiError } from '../errors/api-error.ts';
import { METHODS } from './other-methods.ts';

const UNKNOWN_ADDRESSES_PER_MINUTE = 600;

/** Security headers, CORS with credentials (clients §7), cookies, and a limit on guessing addresses. */
export const hardening = fp(async (app: FastifyInstance, { config }: { config: Config }) => {
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'self'"] } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: config.api.corsOrigins,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'use-jwt-cookie', 'x-csrftoken'],
    exposedHeaders: ['retry-after', 'x-error-code'],
    maxAge: 600,
    // The routes' own answers to OPTIONS follow, which name the methods there are.
    preflightContinue: true,
    strictPreflight: false,
  });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  app.setNotFoundHandler(
    { preHandler: app.rateLimit({ max: UNKNOWN_ADDRESSES_PER_MINUTE, timeWindow: '1 minute' }) },
    async (request) => {
      if (METHODS.includes(request.method)) throw new ApiError('not_found');
      throw new ApiError('method_not_allowed', {
        detail: `Method "${request.method}" not allowed.`,
        headers: { Allow: METHODS.join(', ') },
      });
    },
  );
});
