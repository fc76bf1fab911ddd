import { z } from 'zod';
import { areEqual } from '../../auth/keys.ts';
import { ApiError } from '../../errors/api-error.ts';
import { createVendorTokens } from '../../auth/vendor-tokens.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import type { AppDeps } from '../../app-deps.ts';
import { errorBody } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

/** For one client from one address; right ones are not counted, so that nobody can keep a vendor out. */
const WRONG_SECRETS_PER_MINUTE = 30;

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

/** Credentials from the form, else from `Authorization: Basic` (RFC 6749 §2.3.1). */
function credentialsOf(body: z.output<typeof grant>, authorization = ''): { id: string; secret: string } {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization)?.[1];
  const [id = '', ...secret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  return { id: body.client_id ?? id, secret: body.client_secret ?? secret.join(':') };
}

/** Vendors exchange their client credentials for a token (rest-api §9). */
export function accessToken(app: App, { config, clock }: AppDeps): void {
  const vendorTokens = createVendorTokens(config, clock);
  const limitWrongSecrets = createLimit(app, { max: WRONG_SECRETS_PER_MINUTE });
  app.post(
    '/oauth2/access_token',
    {
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
      if (request.body.grant_type !== 'client_credentials') throw new ApiError('grant_unsupported');
      const { id, secret } = credentialsOf(request.body, request.headers.authorization);
      const client = config.auth.oauthClients.find(({ client_id }) => client_id === id);
      const secrets = client ? [client.client_secret, client.client_secret_previous ?? client.client_secret] : [];
      if (!client || !secrets.some((known) => areEqual(secret, known))) {
        await limitWrongSecrets(request, id, request.ip);
        throw new ApiError('client_invalid');
      }
      const { token, expiresIn } = await vendorTokens.issue(client);
      void reply.header('cache-control', 'no-store');
      return { access_token: token, expires_in: expiresIn, token_type: 'JWT' as const, scope: 'read write' };
    },
  );
}
