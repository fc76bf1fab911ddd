import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { isOpen } from '../permissions/scopes.ts';
import { addErrors } from '../errors/route-errors.ts';
import { withErrors } from './documented-errors.ts';
import { LONGEST_KEY } from './idempotency.ts';
import { isWrite } from './writes.ts';

const BODY_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

const toJsonSchema = createJsonSchemaTransform({
  // The library's own override loses a form of a union that has a description and a transformed part.
  zodToJsonConfig: { unrepresentable: 'any', override: () => {} },
  skipList: [],
});

const IDEMPOTENCY_KEY = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      maxLength: LONGEST_KEY,
      description:
        'Identifies a request across retries. The request is carried out once; retries within a day get the same answer, ' +
        'with the header `Idempotent-Replay`. If the caller uses the key for a different request the answer is 422, and ' +
        'if the first request is still in progress it is 409.',
    },
  },
};

/** Every signed-in caller may repeat a write under its key. */
function withIdempotency(document: Parameters<typeof toJsonSchema>[0]): ReturnType<typeof toJsonSchema> {
  const { schema, url } = toJsonSchema(document);
  const { method, config } = document.route;
  return isWrite(method) && !isOpen(config)
    ? { url, schema: { ...schema, headers: IDEMPOTENCY_KEY } }
    : { schema, url };
}

/** Every answer that is an error, as the route's scope, its plugins and it itself say. */
function withDocumentedErrors(document: Parameters<typeof toJsonSchema>[0]): ReturnType<typeof toJsonSchema> {
  const { schema, url } = withIdempotency(document);
  if (!schema || schema.hide) return { schema, url };
  const response = withErrors((schema.response ?? {}) as Record<string, object>, document.route.config ?? {});
  return { url, schema: { ...schema, response } };
}

/** Names the parameter that takes the rest of a path. */
const transform: typeof toJsonSchema = (document) => {
  const { schema, url } = withDocumentedErrors(document);
  if (!url.endsWith('/*') || !schema) return { schema, url };
  const named = JSON.parse(JSON.stringify(schema).replaceAll('"*"', '"text"')) as typeof schema;
  return { schema: named, url: url.replace(/\*$/, ':text') };
};

/** Named schemas describe answers; the variants of them for requests are never used. */
const transformObject: typeof jsonSchemaTransformObject = (document) => {
  const described = jsonSchemaTransformObject(document);
  const schemas = ('components' in described && described.components?.schemas) || {};
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name];
  return described;
};

/** OpenAPI 3.1 made from the routes' schemas, served at /openapi.json and as a browsable page at /docs. */
export const documentation = fp(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Durable proctoring',
          version: '0.1.0',
          description:
            'Exam proctoring in which every attempt is one durable workflow. The routes below /api/edx_proctoring speak ' +
            'the wire format of edx-proctoring. Errors are `{"detail": …}`, with a machine-readable ' +
            'code in the header `X-Error-Code`. Every answer has an `X-Request-Id`. It is the one that the caller sent if that ' +
            'has at most 64 characters and only letters, digits, `.`, `_` and `-`; otherwise it is a new one. What is not a ' +
            'complete HTTP request gets 400, 408, 413, 417 or 431 at any address, and a method that an address does not have 405.',
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        tags: [
          { name: 'learner', description: "For the learner's page" },
          { name: 'staff', description: 'For course staff and global staff' },
          { name: 'vendor', description: 'For proctoring providers' },
          { name: 'lms', description: 'For the LMS and its pipelines' },
          { name: 'public', description: 'Sign-in and health' },
        ],
        components: {
          securitySchemes: {
            token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The scheme may also be `JWT`' },
          },
        },
        security: [{ token: [] }],
        servers: [{ url: '/', description: 'This host' }],
      },
      transform,
      transformObject,
    });
    app.addHook('onRoute', (route) => {
      const { params, querystring, body } = route.schema ?? {};
      if (route.schema && isOpen(route.config)) route.schema.security = [];
      addErrors(route, ['internal_error', 'request_too_slow', 'headers_too_large', 'expectation_failed']);
      if (params) addErrors(route, ['not_found']);
      if (params ?? querystring ?? body) addErrors(route, ['validation_failed']);
      if (route.schema?.body && !route.schema.consumes) route.schema.consumes = BODY_TYPES;
      if (route.url.startsWith('/docs')) route.config = { ...route.config, scope: 'anyone' };
    });
    await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
    app.get('/openapi.json', { config: { scope: 'anyone' }, schema: { hide: true } }, async () => app.swagger());
  },
  { name: 'documentation', dependencies: ['hardening'] },
);
