import { setTimeout as delay } from 'node:timers/promises';
import { createClient, RESP_TYPES } from '@redis/client';
import type { Logger } from 'pino';

const CONNECT_TIMEOUT_MS = 3_000;
const WAIT_MS = 5_000;
/** While it waits, Redis answers every few seconds; a connection that is silent for longer is dead. */
const SILENCE_MS = 4 * WAIT_MS;
const BATCH = 50;
/** What was given out for so long without being acknowledged is given out again: its process, or Postgres, was away. */
const ABANDONED_MS = 10_000;
const LONGEST_PAUSE_MS = 10_000;

/** An entry of a stream. */
export interface StreamMessage {
  /** `milliseconds-number`, in the order of the stream. */
  id: string;
  fields: Readonly<Record<string, Buffer>>;
}

export interface ReaderOptions {
  /** `redis://` or `rediss://`, with the account if there is one; asked for at each connection. */
  url: () => string;
  stream: string;
  /** Shared by all processes that divide the messages between them. */
  group: string;
  /** This process among them. */
  consumer: string;
  log: Pick<Logger, 'warn' | 'info'>;
  signal: AbortSignal;
}

type Take = (message: StreamMessage) => Promise<void>;

const openClient = (url: string) =>
  createClient({
    url,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_MS, reconnectStrategy: false },
  });
type Client = ReturnType<typeof openClient>;

type Entry = { id: Buffer; message: Record<string, Buffer> };
const toMessages = (entries: readonly (Entry | null)[]): StreamMessage[] =>
  entries.flatMap((entry) => (entry ? [{ id: entry.id.toString(), fields: entry.message }] : []));

/** The group begins with the oldest message that there is, and is there before the first one. */
async function createGroup(client: Client, { stream, group }: ReaderOptions): Promise<void> {
  try {
    await client.xGroupCreate(stream, group, '0', { MKSTREAM: true });
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
}

/** Reads as long as the connection holds, and throws when it breaks or a message cannot be taken now. */
async function follow(
  client: Client,
  { stream, group, consumer }: ReaderOptions,
  take: Take,
  onRound: () => void,
): Promise<never> {
  const readNew = async () => {
    const options = { COUNT: BATCH, BLOCK: WAIT_MS };
    const found = await client.xReadGroup(group, consumer, { key: stream, id: '>' }, options);
    return toMessages(((found as { messages: Entry[] }[] | null) ?? []).flatMap(({ messages }) => messages));
  };
  const takeAll = async (messages: readonly StreamMessage[]) => {
    for (const message of messages) {
      await take(message);
      await client.xAck(stream, group, message.id);
    }
  };
  for (;;) {
    const { messages } = await client.xAutoClaim(stream, group, consumer, ABANDONED_MS, '0-0', { COUNT: BATCH });
    await takeAll(toMessages(messages));
    await takeAll(await readNew());
    onRound();
  }
}

/**
 * Gives every message of a stream to `take`, at least once, until the signal. A message is acknowledged when it has been
 * taken; one that could not be is given again, after those behind it. While Redis is away, this waits.
 */
export async function readStream(options: ReaderOptions, take: Take): Promise<void> {
  const { url, stream, log, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    const client = openClient(url());
    const stop = () => client.isOpen && client.destroy();
    client.on('error', () => {});
    signal.addEventListener('abort', stop);
    try {
      await client.connect();
      await createGroup(client, options);
      await follow(client, options, take, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0) log.warn({ err: error, stream }, 'the event bus cannot be read on, and is tried again');
      failures += 1;
      await delay(Math.min(250 * 2 ** failures, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => {});
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }
}
