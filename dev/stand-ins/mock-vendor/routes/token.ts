import { jwtVerify, SignJWT } from 'jose';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MockVendorEnvironment } from '../environment.ts';

const TOKEN_LIFETIME_SECONDS = 3600;

const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
  token_type: z.literal('jwt'),
});

/** `POST /oauth2/access_token`: a token for clients that know the client id and secret (vendors §6.2). */
export function tokenRoutes(app: FastifyInstance, environment: MockVendorEnvironment): void {
  app.post('/oauth2/access_token', async (request, reply) => {
    const asked = tokenRequest.safeParse(request.body);
    const isKnown =
      asked.data?.client_id === environment.CLIENT_ID && asked.data.client_secret === environment.CLIENT_SECRET;
    if (!isKnown) return reply.code(401).send({ error: 'invalid_client' });
    const token = await new SignJWT({ sub: environment.CLIENT_ID })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(`${TOKEN_LIFETIME_SECONDS}s`)
      .sign(keyOf(environment));
    return { access_token: token, expires_in: TOKEN_LIFETIME_SECONDS, token_type: 'JWT' };
  });
}

/** Whether a request carries a token of ours in `Authorization: JWT …`. */
export async function hasToken(request: FastifyRequest, environment: MockVendorEnvironment): Promise<boolean> {
  const [, token] = /^JWT (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  return token !== undefined && isSignedBy(token, environment);
}

/** Whether a token is signed with the shared secret and not expired. */
export async function isSignedBy(token: string, environment: MockVendorEnvironment): Promise<boolean> {
  return jwtVerify(token, keyOf(environment), { algorithms: ['HS256'] }).then(
    () => true,
    () => false,
  );
}

function keyOf({ CLIENT_SECRET }: MockVendorEnvironment): Uint8Array {
  return new TextEncoder().encode(CLIENT_SECRET);
}
