import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import formbody from '@fastify/formbody';
import { z } from 'zod';
import type { VendorCall } from '../check/evidence.ts';

const named = z.object({ attemptId: z.string() });
const ATTEMPTS = '/api/v1/exam/:examId/attempt/';
const ATTEMPT = `${ATTEMPTS}:attemptId/`;

/** A vendor that speaks the REST protocol of vendors §6 and writes down what it is told. It asks and reviews nothing itself. */
export interface RecordingVendor {
  port: number;
  calls: VendorCall[];
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startRecordingVendor(): Promise<RecordingVendor> {
  const calls: VendorCall[] = [];
  const present = new Set<string>();
  const note = (what: VendorCall['what'], externalId: string) => calls.push({ what, externalId, at: Date.now() });

  const app = Fastify({ forceCloseConnections: true });
  await app.register(formbody);
  app.post('/oauth2/access_token', async () => ({ access_token: 'made.up.token', expires_in: 3600 }));
  app.get('/api/v1/config/', async () => ({ name: 'Recording vendor', download_url: null }));
  for (const url of ['/api/v1/exam/', '/api/v1/exam/:examId/']) app.post(url, async () => ({ id: randomUUID() }));
  app.post(ATTEMPTS, async () => {
    const id = randomUUID();
    present.add(id);
    note('registration', id);
    return { id };
  });
  app.get(ATTEMPT, async ({ params }) => ({ id: named.parse(params).attemptId }));
  app.patch(ATTEMPT, async ({ params, body }) => {
    const { attemptId } = named.parse(params);
    const { status } = z.object({ status: z.enum(['started', 'submitted', 'error']) }).parse(body);
    note(status, attemptId);
    return { id: attemptId, status };
  });
  app.delete(ATTEMPT, async ({ params }, reply) => {
    const { attemptId } = named.parse(params);
    note('removal', attemptId);
    return present.delete(attemptId) ? { status: 'deleted' } : reply.code(404).send({ detail: 'no such attempt' });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { port: (app.server.address() as AddressInfo).port, calls, close: () => app.close() };
}
