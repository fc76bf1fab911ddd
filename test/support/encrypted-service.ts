import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { readConfig } from '../../config.ts';
import { createLazyClient } from '../../temporal/connect.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { startService, type Service } from './service.ts';
import { devServerAddress } from './stack.ts';

/** A key as an operator sets it. */
export const newEncryptionKey = () => randomBytes(32).toString('base64');

/** Settings of the keys with which a service encrypts and reads. */
export interface KeySettings {
  current?: string;
  previous?: string[];
}

/** A service on the dev server that encrypts with the keys; `before` is one whose attempts it goes on with. */
export async function startEncryptedService(keys: KeySettings, before?: Service): Promise<Service> {
  const { current = '', previous = [] } = keys;
  const address = devServerAddress();
  const env = {
    TEMPORAL_ENCRYPTION_KEY: current,
    TEMPORAL_ENCRYPTION_KEY_PREVIOUS: previous.join(','),
    ...(before && { DATABASE_URL: before.config.databaseUrl }),
  };
  const client = createLazyClient(readConfig({ TEMPORAL_ADDRESS: address, ...env }).temporal);
  const taskQueue = before?.config.temporal.taskQueue;
  const service = await startService({ client, address, env, ...(taskQueue !== undefined && { taskQueue }) });
  const close = async () => {
    await service.close();
    await client.connection.close();
  };
  return { ...service, close };
}

/** A payload as Temporal keeps it, and where in the history it is. */
export interface KeptPayload {
  path: string;
  encoding: string;
  keyId: string;
  data: string;
}

function payloadsIn(node: unknown, path: string): KeptPayload[] {
  if (typeof node !== 'object' || node === null) return [];
  const { metadata, data } = node as { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array };
  if (metadata?.['encoding'] instanceof Uint8Array) {
    const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
    const [encoding, keyId] = [text(metadata['encoding']), text(metadata['encryption-key-id'])];
    return [{ path, encoding, keyId, data: text(data) }];
  }
  return Object.entries(node).flatMap(([name, child]) => payloadsIn(child, `${path}.${name}`));
}

/** What failures say, wherever they are in a history. */
function failuresIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'message' in node && typeof node.message === 'string' ? [node.message] : [];
  return [...own, ...Object.values(node).flatMap(failuresIn)];
}

/** The payloads and the words of failures that Temporal keeps of an attempt. */
export async function keptHistory(client: Client, code: string) {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId: workflowIdOf(code) },
  });
  const payloads = (history?.events ?? []).flatMap((event) => payloadsIn(event, `${event.eventType}`));
  return { payloads, failures: failuresIn(history) };
}
