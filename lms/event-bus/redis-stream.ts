import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import { LmsUnansweredError, LmsUnavailableError } from '../port.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 10_000;

/** The end of a stream of Redis. */
export interface StreamWriter {
  /** Adds an entry. Throws `LmsUnavailableError` if Redis cannot be reached, `LmsUnansweredError` if it may have been. */
  append(stream: string, fields: Readonly<Record<string, string | Buffer>>): Promise<void>;
  close(): Promise<void>;
}

export interface StreamOptions {
  /** `redis://` or `rediss://`, with the account if there is one; asked for at each entry. */
  url: () => string;
  /** About how many entries a stream keeps; older ones go. */
  mostEntries: number;
  log: Pick<Logger, 'warn'>;
}

/** Waits for work, but no longer than so many milliseconds; then throws `error`. */
async function within<T>(milliseconds: number, error: Error, work: Promise<T>): Promise<T> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLong.reject(error), milliseconds);
  try {
    return await Promise.race([work, tooLong.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function openClient(url: string, log: Pick<Logger, 'warn'>) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, LONGEST_PAUSE_MS),
    },
  });
  let isFailing = false;
  client.on('error', (error: Error) => {
    // It is told at every try; the effects that wait say the rest.
    if (!isFailing) log.warn({ err: error }, 'the event bus cannot be reached');
    isFailing = true;
  });
  client.on('ready', () => {
    isFailing = false;
  });
  return client;
}

type Client = ReturnType<typeof openClient>;

/** Ends a connection, once what it has sent is answered. */
function leave(client: Client): void {
  if (client.isReady) client.close().catch(() => {});
  else if (client.isOpen) client.destroy();
}

/** Connects when the first entry is added, and again after every break or with another account. */
export function createStreamWriter({ url, mostEntries, log }: StreamOptions): StreamWriter {
  let way = { url: url(), client: openClient(url(), log) };

  function clientNow(): Client {
    if (way.url === url()) return way.client;
    leave(way.client);
    way = { url: url(), client: openClient(url(), log) };
    return way.client;
  }

  async function connect(client: Client): Promise<void> {
    if (client.isReady) return;
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    client.once('ready', resolve);
    try {
      if (!client.isOpen) client.connect().catch(() => {});
      await within(CONNECT_TIMEOUT_MS, new LmsUnavailableError('The event bus cannot be reached'), ready);
    } finally {
      // Every try of a long outage would leave one behind.
      client.off('ready', resolve);
    }
  }

  return {
    async append(stream, fields) {
      const client = clientNow();
      await connect(client);
      const limit = { strategy: 'MAXLEN', strategyModifier: '~', threshold: mostEntries } as const;
      const unanswered = new LmsUnansweredError('The event bus did not answer');
      await within(ANSWER_TIMEOUT_MS, unanswered, client.xAdd(stream, '*', { ...fields }, { TRIM: limit })).catch(
        (cause: unknown) => {
          if (cause instanceof LmsUnavailableError) throw cause;
          throw new LmsUnansweredError('The event bus did not take an event', { cause });
        },
      );
    },
    async close() {
      if (way.client.isOpen) way.client.destroy();
    },
  };
}
