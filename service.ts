import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DatabasePool } from 'slonik';
import type { Config } from './config.ts';
import { openDatabaseClock } from './db/clock.ts';
import { openPool, type PoolOptions } from './db/pool.ts';
import { connectMailer } from './emails/delivery/connect.ts';
import type { Mailer } from './emails/delivery/port.ts';
import type { MailRenderer } from './emails/index.ts';
import { connectLmsEffects, connectLookups } from './lms/connect.ts';
import type { LmsEffects } from './lms/effects/index.ts';
import type { LmsLookups } from './lms/port.ts';
import { createLazyClient, type ConnectOptions } from './temporal/connect.ts';
import { isReachable } from './temporal/reachability.ts';
import type { VendorRegistry } from './vendors/port.ts';
import { createVendorRegistry } from './vendors/registry.ts';
import { createChangeDelivery, type ChangeDelivery } from './workflows/change-delivery/client.ts';
import { createBoundedClient } from './workflows/exam-attempt/bounded-client.ts';
import type { AttemptClient } from './workflows/exam-attempt/client.ts';

interface Closable {
  /** Closes what was opened here, but nothing that was given. */
  close: () => Promise<void>;
}

/** What both the API and the worker work with. */
interface Neighbours {
  config: Config;
  pool: DatabasePool;
  /** Now by the database's clock, in epoch milliseconds. */
  clock: () => number;
  vendors: VendorRegistry;
  lookups: LmsLookups;
}

/** What the API works with. */
export interface ApiService extends Neighbours, Closable {
  attempts: AttemptClient;
  changes: ChangeDelivery;
  isTemporalReachable: () => Promise<boolean>;
  /** Whether this host's clock is too far off to be trusted. */
  isHostOff: () => boolean;
}

/** What the worker works with, besides its connection to Temporal, which it makes itself. */
export interface WorkerService extends Neighbours, Closable {
  lms: LmsEffects;
  mailer: Mailer;
  mails: MailRenderer;
}

/** What the operators' commands work with. */
export interface CommandService extends Closable {
  pool: DatabasePool;
  attempts: AttemptClient;
  isTemporalReachable: () => Promise<boolean>;
}

/** In place of what the configuration leads to, for tests and benches. */
type Given = Partial<Neighbours> & { poolOptions?: PoolOptions };

interface ApiOptions extends Given {
  client?: Client;
  /** Id of the request that is being answered, for the messages to which it leads. */
  requestId: () => string | undefined;
}

type WorkerOptions = Given & Partial<Pick<WorkerService, 'lms' | 'mailer'>>;

async function openOwnPool(config: Config, options: PoolOptions, opened: AsyncDisposableStack): Promise<DatabasePool> {
  return opened.adopt(await openPool(config.databaseUrl, options), (pool) => pool.end());
}

async function openClock(pool: DatabasePool, log: Logger, opened: AsyncDisposableStack) {
  const onOff = (aheadMs: number) => log.error({ aheadMs }, "this host's clock is wrong");
  return opened.adopt(await openDatabaseClock(pool, { onOff }), (clock) => clock.close());
}

async function connectNeighbours(config: Config, log: Logger, given: Given, opened: AsyncDisposableStack) {
  const pool = given.pool ?? (await openOwnPool(config, { log, ...given.poolOptions }, opened));
  const { now: clock, isHostOff } = given.clock
    ? { now: given.clock, isHostOff: () => false }
    : await openClock(pool, log, opened);
  const vendors = given.vendors ?? (await createVendorRegistry(config, { now: clock }));
  return { config, pool, clock, isHostOff, vendors, lookups: given.lookups ?? connectLookups(config, pool, log) };
}

function openClient({ temporal }: Config, opened: AsyncDisposableStack, options: ConnectOptions = {}): Client {
  const client = createLazyClient(temporal, options);
  opened.defer(() => client.connection.close());
  return client;
}

/** Adds the way to close what was opened; closes it at once if the rest cannot be opened. */
async function openAll<T>(open: (opened: AsyncDisposableStack) => Promise<T>): Promise<T & Closable> {
  const opened = new AsyncDisposableStack();
  try {
    return { ...(await open(opened)), close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Connects what the API works with. Temporal may be out of reach; it is connected to when a change is made. */
export function connectForApi(config: Config, log: Logger, options: ApiOptions): Promise<ApiService> {
  return openAll(async (opened) => {
    const poolOptions = { maximumSize: 20, ...options.poolOptions };
    const neighbours = await connectNeighbours(config, log, { ...options, poolOptions }, opened);
    const client = options.client ?? openClient(config, opened);
    const { taskQueue } = config.temporal;
    const { requestId } = options;
    return {
      ...neighbours,
      attempts: createBoundedClient(client, { taskQueue, now: neighbours.clock, requestId }),
      changes: createChangeDelivery(client, {
        taskQueue,
        onUndelivered: (subject, err) => log.warn({ subject, err }, 'the change could not be delivered yet'),
      }),
      isTemporalReachable: () => isReachable(client),
    };
  });
}

/** Connects what the worker works with. */
export function connectForWorker(config: Config, log: Logger, options: WorkerOptions = {}): Promise<WorkerService> {
  return openAll(async (opened) => {
    const neighbours = await connectNeighbours(config, log, options, opened);
    const { lms = connectLmsEffects(config, log), mailer = connectMailer(config.mail.smtpUrl, log) } = options;
    // Only the worker writes mails, and the compiler of their templates is large.
    const { loadMails } = await import('./emails/index.ts');
    return { ...neighbours, lms, mailer, mails: await loadMails(config.mail) };
  });
}

/** Connects what the operators' commands work with. */
export function connectForCommands(config: Config): Promise<CommandService> {
  return openAll(async (opened) => {
    const pool = await openOwnPool(config, { maximumSize: 2 }, opened);
    const client = openClient(config, opened, { timeoutMs: 5_000 });
    return {
      pool,
      attempts: createBoundedClient(client, config.temporal),
      isTemporalReachable: () => isReachable(client),
    };
  });
}
