import { sql } from 'slonik';
import { z } from 'zod';
import type { AttemptAnswer } from '../../workflows/exam-attempt/messages.ts';
import { newCode } from './attempt-records.ts';
import { startScriptedVendor, type ReceivedRequest, type ScriptedVendor } from './scripted-vendor.ts';
import { creationRequest, startSkippingService, type Service, type SkippingService } from './service.ts';
import { REST_OPTIONS } from './vendor-examples.ts';

/** Longest wait for a vendor in these tests; `silent` vendors cost this much. */
const TIMEOUT_SECONDS = 1;

const learner = { kind: 'learner' } as const;

type PlainEvent = 'vendor-ready' | 'start' | 'submit' | 'error' | 'delete';

export interface WatchedExams extends SkippingService {
  /** The vendors by back-end name. */
  vendors: Record<string, ScriptedVendor>;
  /** Creates an attempt that its vendor knows as `externalId`, and has it ready to start; answers its code. */
  ready(backend: string, externalId?: string): Promise<string>;
  create(backend: string, code?: string): Promise<AttemptAnswer>;
  /** Something that the learner or their vendor does. */
  tell(code: string, event: PlainEvent): Promise<AttemptAnswer>;
}

/** The service with a scripted vendor behind every named back-end, over real HTTP, on a clock that skips waiting. */
export async function startWatchedExams(...backends: string[]): Promise<WatchedExams> {
  const started = await Promise.all(backends.map(async (name) => [name, await startScriptedVendor()] as const));
  const entries = started.map(([name, { url }]) => {
    const options = { ...REST_OPTIONS, base_url: url, timeout_seconds: TIMEOUT_SECONDS };
    return [name, options] as const;
  });
  const PROCTORING_BACKENDS = JSON.stringify({ DEFAULT: backends[0], ...Object.fromEntries(entries) });
  const skipping = await startSkippingService({ env: { PROCTORING_BACKENDS } });
  const { service } = skipping;
  const vendors = Object.fromEntries(started);

  const create = async (backend: string, code = newCode()) =>
    service.attempts.create(code, await creationRequest(service, { exam: { proctored: true, backend } }));
  const tell = (code: string, event: PlainEvent) => service.attempts.tell(code, event, { actor: learner });

  return {
    ...skipping,
    vendors,
    create,
    tell,
    async ready(backend, externalId = 'at-1') {
      const code = newCode();
      vendors[backend]?.script({ body: { id: externalId } });
      await create(backend, code);
      await tell(code, 'vendor-ready');
      vendors[backend]?.take();
      return code;
    },
    async close() {
      await skipping.close();
      await Promise.all(started.map(([, vendor]) => vendor.close()));
    },
  };
}

/** What was asked of a vendor beside tokens: method, path, and the status told, if any. */
export function callsOf(requests: readonly ReceivedRequest[]): string[] {
  return requests
    .filter(({ path }) => !path.startsWith('/oauth2/'))
    .map(({ method, path, body }) => {
      const { status } = (body ? JSON.parse(body) : {}) as { status?: string };
      return [method, path, ...(status === undefined ? [] : [status])].join(' ');
    });
}

/** The vendor's id of an exam. */
export async function externalIdOf({ pool }: Service, examId: number): Promise<string | null> {
  return await pool.oneFirst(sql.type(z.object({ external_id: z.string().nullable() }))`
    select external_id from exam where id = ${examId}`);
}
