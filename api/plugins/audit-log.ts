import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { DatabasePool } from 'slonik';
import { recordRead, type ReadObject } from '../../db/audit-log.ts';

/** What staff read about others. */
export type ReadAction =
  | 'board.read'
  | 'reviews.read'
  | 'notes.read'
  | 'reviews.list'
  | 'attempts.list'
  | 'attempts.search'
  | 'attempts.running'
  | 'allowances.list'
  | 'allowances.export'
  | 'onboarding.list'
  | 'onboarding.read'
  | 'timeline.read'
  | 'dashboard.open'
  | 'recording.open';

interface Read {
  action: ReadAction;
  object: ReadObject;
}

const reads = new WeakMap<FastifyRequest, Read>();

/**
 * Notes that the answer tells the caller about other people; this is written to the audit log before the answer is
 * sent.
 */
export function noteRead(request: FastifyRequest, action: ReadAction, object: ReadObject): void {
  reads.set(request, { action, object });
}

/**
 * Records what staff read. Staff are needed most while something is down, so an answer is sent even if its record could
 * not be written; the log then has the record, as an error.
 */
export const auditLog = fp(
  async (app: FastifyInstance, { pool }: { pool: DatabasePool }) => {
    app.addHook('onSend', async (request, reply) => {
      const read = reads.get(request);
      if (!read || request.signedIn === null || reply.statusCode >= 400) return;
      const record = { requestId: request.id, userId: request.signedIn.userId, ...read };
      try {
        await recordRead(pool, record);
      } catch (error) {
        request.log.error({ err: error, ...record }, 'could not write a read to the audit log');
      }
    });
  },
  { name: 'audit-log', dependencies: ['authentication'] },
);
