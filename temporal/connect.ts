import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TemporalPlace } from './profile.ts';

/** A connection to Temporal with a client for the configured namespace. */
export interface TemporalLink {
  connection: NativeConnection;
  client: Client;
  close: () => Promise<void>;
}

const CONNECT_MS = 10_000;

/** Waits for the connection; one that opens too late is closed again. */
async function within(milliseconds: number, connecting: Promise<NativeConnection>, address: string) {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    tooLong.reject(new Error(`no connection to ${address} within ${milliseconds} ms`));
    void connecting.then(
      (late) => late.close(),
      () => undefined,
    );
  }, milliseconds);
  try {
    return await Promise.race([connecting, tooLong.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The one way to Temporal, for API, worker, health check and commands. Throws when Temporal cannot be reached. */
export async function connectTemporal(
  { address, namespace, connection: options }: TemporalPlace,
  { timeoutMs = CONNECT_MS }: { timeoutMs?: number } = {},
): Promise<TemporalLink> {
  const connection = await within(timeoutMs, NativeConnection.connect(options), address);
  return { connection, client: new Client({ connection, namespace }), close: () => connection.close() };
}
