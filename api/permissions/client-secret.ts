import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppDeps } from '../app-deps.ts';
import { areEqual } from '../auth/keys.ts';
import { ApiError } from '../errors/api-error.ts';
import { createLimit } from '../plugins/rate-limits.ts';
import type { Granted } from './granted.ts';

/** For one client from one address; correct secrets are not counted, so that nobody can lock a vendor out. */
const WRONG_SECRETS_PER_MINUTE = 30;

const sent = z.object({ client_id: z.string().optional(), client_secret: z.string().optional() });

/** Credentials from the form, else from `Authorization: Basic` (RFC 6749 §2.3.1). */
function credentialsOf({ body, headers: { authorization = '' } }: FastifyRequest): { id: string; secret: string } {
  const { client_id, client_secret } = sent.parse(body);
  const basic = /^Basic\s+(\S+)$/i.exec(authorization)?.[1];
  const [id = '', ...secret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  return { id: client_id ?? id, secret: client_secret ?? secret.join(':') };
}

/** Finds the vendor's account whose secret was sent; throws `client_invalid`. */
export function createClientCheck({ config }: AppDeps) {
  const limitWrongSecrets = createLimit({ max: WRONG_SECRETS_PER_MINUTE });
  return async (request: FastifyRequest): Promise<Granted> => {
    const { id, secret } = credentialsOf(request);
    const client = config.auth.oauthClients.find(({ client_id }) => client_id === id);
    const secrets = client ? [client.client_secret, client.client_secret_previous ?? client.client_secret] : [];
    if (client && secrets.some((known) => areEqual(secret, known))) return { client };
    limitWrongSecrets(id, request.ip);
    throw new ApiError('client_invalid');
  };
}
