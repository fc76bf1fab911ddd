import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const zodToJsonConfig = { unrepresentable: 'any' as const };

/** OpenAPI 3.1 made from the routes' schemas, served at /openapi.json and as a browsable page at /docs. */
export const documentation = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Durable proctoring',
        version: '0.1.0',
        description:
          'Exam proctoring in which every attempt is one durable workflow. The routes below /api/edx_proctoring speak ' +
          'the wire format of edx-proctoring. Errors are `{"detail": …}`; their machine-readable code is in the ' +
          'header `X-Error-Code`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'learner', description: "The learner's page" },
        { name: 'staff', description: 'Course and global staff' },
        { name: 'vendor', description: 'Proctoring providers' },
        { name: 'lms', description: 'The LMS and its pipelines' },
        { name: 'public', description: 'Sign-in and health' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: '`JWT` works as scheme too' },
        },
      },
      security: [{ token: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig, skipList: [] }),
    transformObject: jsonSchemaTransformObject,
  });
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/docs')) route.config = { ...route.config, anonymous: true };
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { config: { anonymous: true }, schema: { hide: true } }, async () => app.swagger());
});
