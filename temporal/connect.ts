import { Client, type ClientInterceptors } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { dataConverterOf } from './encryption/data-converter.ts';
import { createLazyConnection } from './lazy-connection.ts';
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

export interface ConnectOptions {
  timeoutMs?: number;
  /** Through which the client's calls go. */
  interceptors?: ClientInterceptors;
}

/** Messages of a change are a few KiB, for which compression, the SDK's default, takes more time than it spares a network. */
const UNCOMPRESSED = { grpcCompression: { codec: 'none' } } as const;

/** The connections that were made to a place. */
const made = new WeakMap<TemporalPlace, NativeConnection[]>();

async function connect(place: TemporalPlace, { timeoutMs = CONNECT_MS }: ConnectOptions) {
  const { address, connection: options } = place;
  const connection = await within(timeoutMs, NativeConnection.connect({ ...UNCOMPRESSED, ...options }), address);
  made.set(place, [...(made.get(place) ?? []), connection]);
  return connection;
}

/** Gives the connections that were made to a place the API key that it has now; new ones take it by themselves. */
export async function renewApiKey(place: TemporalPlace): Promise<void> {
  const { apiKey } = place.connection;
  if (apiKey === undefined) return;
  // One that is closed needs no key.
  await Promise.allSettled((made.get(place) ?? []).map((connection) => connection.setApiKey(apiKey)));
}

/** The connection for processes that can do nothing without Temporal. Throws when Temporal cannot be reached. */
export async function connectTemporal(place: TemporalPlace, options: ConnectOptions = {}): Promise<TemporalLink> {
  const connection = await connect(place, options);
  return {
    connection,
    client: new Client({ connection, namespace: place.namespace, dataConverter: dataConverterOf(place) }),
    close: () => connection.close(),
  };
}

/** A client that connects at its first call, for those who have other work too; to be closed by its connection. */
export function createLazyClient(place: TemporalPlace, options: ConnectOptions = {}): Client {
  const connection = createLazyConnection(() => connect(place, options));
  const { interceptors } = options;
  return new Client({
    connection,
    namespace: place.namespace,
    dataConverter: dataConverterOf(place),
    ...(interceptors && { interceptors }),
  });
}
