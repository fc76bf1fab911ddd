import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { createVendorTokens } from '../../auth/vendor-tokens.ts';
import type { AppDeps } from '../../app-deps.ts';
import { clientOf } from '../../permissions/granted.ts';
import type { App } from '../app-instance.ts';

const grant = z
  .object({
    grant_type: z.string().default('client_credentials').describe('Must be `client_credentials`'),
    client_id: z.string().optional().describe('Client id; may also be in `Authorization: Basic`'),
    client_secret: z.string().optional().describe('Client secret; may also be in `Authorization: Basic`'),
  })
  .meta({ example: { grant_type: 'client_credentials', client_id: 'watchful-client', client_secret: 'wa7ch-me' } });

const answer = z
  .object({
    access_token: z.string().describe('The token; send it in `Authorization: JWT`'),
    expires_in: z.int().describe('For how many seconds the token is valid'),
    token_type: z.literal('JWT').describe('Always `JWT`'),
    scope: z.string().describe('What the token is for'),
  })
  .meta({
    example: {
      access_token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
      expires_in: 3600,
      token_type: 'JWT',
      scope: 'read write',
    },
  })
  .describe('A token');

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
      config: { scope: 'clientSecret', errors: ['grant_unsupported'] },
      schema: {
        summary: 'Exchange the client credentials of a proctoring provider for a token',
        description:
          'As in OAuth 2.0. The token is good for the callbacks of the attempts at that provider, and for nothing else.',
        operationId: 'issueAccessToken',
        body: grant,
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      const { token, expiresIn } = await vendorTokens.issue(clientOf(request));
      void reply.header('cache-control', 'no-store');
      return { access_token: token, expires_in: expiresIn, token_type: 'JWT' as const, scope: 'read write' };
    },
  );
}
