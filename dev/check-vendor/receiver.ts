import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** One callback as it arrived. */
export interface ReceivedCallback {
  attemptId: string;
  kind: 'ready' | 'reviewed';
  body: unknown;
  isSignedIn: boolean;
  /** What was answered. */
  status: number;
  at: number;
}

/** Stands in for the service: gives tokens, takes callbacks, and refuses the first one of each kind for now. */
export interface Receiver {
  url: string;
  received: readonly ReceivedCallback[];
  /** How often a token was asked for with an account that is not the vendor's. */
  readonly refusedTokens: number;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  host: string;
  port: number;
  /** The vendor's account at the service. */
  clientId: string;
  clientSecret: string;
}

const CALLBACK = '/api/edx_proctoring/v1/proctored_exam/attempt/:id/:kind(^(?:ready|reviewed)$)';
const RETRY_AFTER_SECONDS = 1;

function callbackRoutes(app: FastifyInstance, received: ReceivedCallback[], tokens: ReadonlySet<string>): void {
  app.post(CALLBACK, async (request: FastifyRequest, reply: FastifyReply) => {
    const { id, kind } = request.params as { id: string; kind: ReceivedCallback['kind'] };
    const token = /^(?:JWT|Bearer) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const isSignedIn = token !== undefined && tokens.has(token);
    const isFirst = !received.some((known) => known.attemptId === id && known.kind === kind && known.isSignedIn);
    const accepted = isFirst ? 503 : 200;
    const status = isSignedIn ? accepted : 401;
    received.push({ attemptId: id, kind, body: request.body, isSignedIn, status, at: Date.now() });
    if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    return await reply.code(status).send(status === 200 ? '"OK"' : { detail: 'Try again later.' });
  });
}

export async function startReceiver({ host, port, clientId, clientSecret }: ReceiverOptions): Promise<Receiver> {
  const app = fastify({ logger: false });
  await app.register(formbody);
  const received: ReceivedCallback[] = [];
  const tokens = new Set<string>();
  let refusedTokens = 0;
  app.post('/oauth2/access_token', async (request, reply) => {
    const asked = (request.body ?? {}) as Record<string, unknown>;
    const isKnown = asked['client_id'] === clientId && asked['client_secret'] === clientSecret;
    if (!isKnown || asked['grant_type'] !== 'client_credentials') {
      refusedTokens += 1;
      return await reply.code(401).send({ error: 'invalid_client' });
    }
    const token = randomUUID();
    tokens.add(token);
    return { access_token: token, token_type: 'JWT', expires_in: 3600, scope: '' };
  });
  callbackRoutes(app, received, tokens);
  return {
    url: await app.listen({ host, port }),
    received,
    get refusedTokens() {
      return refusedTokens;
    },
    close: () => app.close(),
  };
}
