import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { createVendorTokens } from '../../auth/vendor-tokens.ts';
import type { AppDeps } from '../../app-deps.ts';
import { clientOf } from '../../permissions/granted.ts';
import { errorBody } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

const grant = z.object({
  grant_type: z.string().default('client_credentials'),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

const answer = z.object({
  access_token: z.string(),
  expires_in: z.int().describe('Seconds'),
  token_type: z.literal('JWT'),
  scope: z.string(),
});

async function requireKnownGrant({ body }: FastifyRequest): Promise<void> {
  if (grant.parse(body).grant_type !== 'client_credentials') throw new ApiError('grant_unsupported');
}

/** Vendors exchange their client credentials for a token (rest-api §9). */
export function accessToken(app: App, { config, clock }: AppDeps): void {
  const vendorTokens = createVendorTokens(config, clock);
  app.post(
    '/oauth2/access_token',
    {
      preHandler: requireKnownGrant,
      config: { scope: 'clientSecret' },
      schema: {
        summary: 'Exchange the client credentials of a proctoring provider for a token',
        tags: ['public'],
        operationId: 'issueAccessToken',
        security: [],
        body: grant,
        response: { 200: answer, 400: errorBody, 401: errorBody, 413: errorBody, 429: errorBody },
      },
    },
    async (request, reply) => {
      const { token, expiresIn } = await vendorTokens.issue(clientOf(request));
      void reply.header('cache-control', 'no-store');
      return { access_token: token, expires_in: expiresIn, token_type: 'JWT' as const, scope: 'read write' };
    },
  );
}
