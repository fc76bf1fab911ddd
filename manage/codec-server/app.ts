import cors from '@fastify/cors';
import type { PayloadCodec } from '@temporalio/common';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MissingEncryptionKeyError } from '../../temporal/encryption/keys.ts';
import type { IsAllowed } from './authorisation.ts';

/** As much as Temporal puts into one answer, in base64 and JSON. */
const LONGEST_BODY_BYTES = 8 * 1024 * 1024;

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const payloadsSchema = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), base64).default({}), data: base64.optional() })),
});

const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');

export interface CodecServerOptions {
  codec: PayloadCodec;
  isAllowed: IsAllowed;
  /** Origin of the Temporal UI, whose pages may ask; undefined: no page may. */
  uiOrigin: string | undefined;
}

/**
 * Temporal's remote codec: `POST /decode` and `POST /encode` take and answer payloads in protobuf's JSON. Who asks is checked
 * before the body is read. Nothing of what passes is logged.
 */
export async function buildCodecServer({ codec, isAllowed, uiOrigin }: CodecServerOptions): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: LONGEST_BODY_BYTES });
  await app.register(cors, {
    origin: uiOrigin === undefined ? false : [uiOrigin],
    methods: ['POST'],
    allowedHeaders: ['authorization', 'authorization-extras', 'content-type', 'x-namespace'],
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  for (const way of ['encode', 'decode'] as const) {
    app.post(`/${way}`, {
      onRequest: async (request, reply) => {
        if (!(await isAllowed(request.headers.authorization))) {
          await reply
            .code(401)
            .header('www-authenticate', 'Bearer')
            .send({ message: 'Only operators may read payloads.' });
        }
      },
      handler: async (request, reply) => {
        const body = payloadsSchema.safeParse(request.body);
        if (!body.success) return await reply.code(400).send({ message: 'The body is not a list of payloads.' });
        try {
          const payloads = await codec[way](
            body.data.payloads.map(({ metadata, data }) => ({ metadata, ...(data && { data }) })),
          );
          return {
            payloads: payloads.map(({ metadata, data }) => ({
              metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)])),
              data: text(data),
            })),
          };
        } catch (error) {
          if (!(error instanceof MissingEncryptionKeyError)) throw error;
          return await reply.code(400).send({ message: error.message });
        }
      },
    });
  }
  return app;
}
