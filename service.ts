import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DatabasePool } from 'slonik';
import type { Config } from './config.ts';
import { findVersion } from './db/attempt-store.ts';
import { openDatabaseClock } from './db/clock.ts';
import { listDurabilityRisks } from './db/durability.ts';
import { openPool, type PoolOptions } from './db/pool.ts';
import { saveVendorHealth } from './db/vendor-health.ts';
import { connectMailer } from './emails/delivery/connect.ts';
import type { Mailer } from './emails/delivery/port.ts';
import type { MailRenderer } from './emails/index.ts';
import type { Prepare } from './follow-secrets.ts';
import {
  connectCourseStaff,
  connectLmsEffects,
  connectLookups,
  connectPlatform,
  connectPlatformStaff,
  connectTestEvents,
} from './lms/connect.ts';
import type { LmsEffects } from './lms/effects/index.ts';
import type { IsPlatformStaff } from './lms/platform/course-staff.ts';
import type { PlatformProctoring } from './lms/platform/port.ts';
import type { LmsLookups } from './lms/port.ts';
import type { SendTestEvent } from './lms/send-test-event.ts';
import type { Meters } from './telemetry/meters.ts';
import type { Traces } from './telemetry/traces.ts';
import { createLazyClient, type ConnectOptions } from './temporal/connect.ts';
import { createReachability, isReachable } from './temporal/reachability.ts';
import { createHealthWriter, type OnCallNews } from './vendors/health.ts';
import type { VendorRegistry } from './vendors/port.ts';
import { createRenewableRegistry } from './vendors/renewable-registry.ts';
import { createBulkClient, type BulkClient } from './workflows/bulk/client.ts';
import { createChangeDelivery, type ChangeDelivery } from './workflows/change-delivery/client.ts';
import { createBoundedClient } from './workflows/exam-attempt/bounded-client.ts';
import { ChangeQueue } from './workflows/exam-attempt/change-queue.ts';
import type { AttemptClient } from './workflows/exam-attempt/client.ts';
import { reviveAttempts } from './workflows/exam-attempt/revival-client.ts';
import { requireReadableWatch } from './workflows/heartbeat-watch/client.ts';
import { traceMessages } from './workflows/tracing-client.ts';

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
  /** Makes ready what is made of secrets, for others. */
  prepareSecrets: Prepare;
  /** Missing: nothing is measured. */
  meters?: Meters | undefined;
  /** Missing: nothing is traced. */
  traces?: Traces | undefined;
}

/** What the API works with. */
export interface ApiService extends Neighbours, Closable {
  attempts: AttemptClient;
  changes: ChangeDelivery;
  bulks: BulkClient;
  /** Null: the exams of all courses are taken here. */
  platform: PlatformProctoring | null;
  /** Null: Open edX cannot be asked. */
  isPlatformStaff: IsPlatformStaff | null;
  /** Null: there is no webhook. */
  sendTestEvent: SendTestEvent | null;
  isTemporalReachable: () => Promise<boolean>;
  /** Whether this host's clock is too far off to be trusted. */
  isHostOff: () => boolean;
}

/** What the worker works with, besides its connection to Temporal, which it makes itself. */
export interface WorkerService extends Neighbours, Closable {
  lms: LmsEffects;
  mailer: Mailer;
  mails: MailRenderer;
  /** Keeps up with who is staff of which course, until the signal; null if nobody tells. */
  followCourseStaff: ((signal: AbortSignal) => Promise<void>) | null;
}

/** What the operators' commands work with. */
export interface CommandService extends Closable {
  config: Config;
  pool: DatabasePool;
  client: Client;
  attempts: AttemptClient;
  /** Starts the workflows of stored attempts that have none, by their codes. */
  revive: (attemptCodes: readonly string[]) => Promise<void>;
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
  const currentUrl = () => config.databaseUrl;
  return opened.adopt(await openPool(config.databaseUrl, { currentUrl, ...options }), (pool) => pool.end());
}

async function openClock(pool: DatabasePool, log: Logger, opened: AsyncDisposableStack) {
  const onOff = (aheadMs: number) => log.error({ aheadMs }, "this host's clock is wrong");
  return opened.adopt(await openDatabaseClock(pool, { onOff }), (clock) => clock.close());
}

/** Says so if a crash of Postgres' machine may lose what was answered; on a local stack nothing is lost that matters. */
async function warnOfRisks({ isLocalStack }: Config, pool: DatabasePool, log: Logger): Promise<void> {
  const off = isLocalStack ? [] : await listDurabilityRisks(pool);
  if (off.length > 0)
    log.error({ off }, 'Postgres may lose what was answered if its machine crashes: turn these settings on');
}

interface Hearing {
  pool: DatabasePool;
  now: () => number;
  log: Logger;
  meters: Meters | undefined;
}

/** The vendors of the configuration; how their calls go is written down for people, and measured. */
async function connectVendors(config: Config, { pool, now, log, meters }: Hearing, opened: AsyncDisposableStack) {
  const writer = createHealthWriter({
    write: (news) => saveVendorHealth(pool, news),
    now,
    onFailure: (error) => log.warn({ err: error }, 'could not write how the vendors are'),
  });
  opened.defer(() => writer.close());
  const onCallNews: OnCallNews = (vendor, news) => {
    writer.note(vendor, news);
    meters?.countVendorCall(vendor, news);
  };
  return await createRenewableRegistry(config, { now, onCallNews });
}

async function connectNeighbours(
  config: Config,
  log: Logger,
  given: Given & { hasPeopleAtHand?: boolean },
  opened: AsyncDisposableStack,
) {
  const pool = given.pool ?? (await openOwnPool(config, { log, ...given.poolOptions }, opened));
  await warnOfRisks(config, pool, log);
  const { now: clock, isHostOff } = given.clock
    ? { now: given.clock, isHostOff: () => false }
    : await openClock(pool, log, opened);
  const { meters, traces } = given;
  meters?.showPool(() => pool.state());
  const { vendors, prepare: prepareSecrets } = given.vendors
    ? { vendors: given.vendors, prepare: async () => () => {} }
    : await connectVendors(config, { pool, now: clock, log, meters }, opened);
  const lookups = given.lookups ?? connectLookups(config, pool, log, given);
  return { config, pool, clock, isHostOff, vendors, prepareSecrets, lookups, meters, traces };
}

function openClient({ temporal }: Config, opened: AsyncDisposableStack, options: ConnectOptions = {}): Client {
  const client = createLazyClient(temporal, options);
  opened.defer(() => client.connection.close());
  return client;
}

function tracedBy(traces: Traces | undefined): ConnectOptions {
  return traces ? { interceptors: { workflow: [traceMessages(traces)] } } : {};
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
    const client = options.client ?? openClient(config, opened, tracedBy(options.traces));
    const { taskQueue } = config.temporal;
    const { requestId } = options;
    const { watch, isReachable: isTemporalReachable } = createReachability(client, {
      readShared: () => requireReadableWatch(client, taskQueue),
      onMissingKey: (missing) => log.error(missing.message),
    });
    const queue = new ChangeQueue();
    options.meters?.showChangeQueue(() => queue.waiting);
    return {
      ...neighbours,
      platform: connectPlatform(config, neighbours.clock),
      isPlatformStaff: connectPlatformStaff(config, log, neighbours.clock),
      sendTestEvent: connectTestEvents(config, neighbours.clock),
      attempts: createBoundedClient(client, {
        taskQueue,
        readVersion: (code) => findVersion(neighbours.pool, code),
        now: neighbours.clock,
        requestId,
        queue,
        watch,
      }),
      changes: createChangeDelivery(client, {
        taskQueue,
        onUndelivered: (subject, err) => log.warn({ subject, err }, 'the change could not be delivered yet'),
      }),
      bulks: createBulkClient(client, {
        taskQueue,
        onDelayed: (bulkId, err) => log.warn({ bulkId, err }, 'the bulk act could not be begun yet'),
      }),
      isTemporalReachable,
    };
  });
}

/** Connects what the worker works with. */
export function connectForWorker(config: Config, log: Logger, options: WorkerOptions = {}): Promise<WorkerService> {
  return openAll(async (opened) => {
    const poolOptions = { goesByIndexes: true, ...options.poolOptions };
    const neighbours = await connectNeighbours(config, log, { ...options, poolOptions, hasPeopleAtHand: true }, opened);
    const {
      lms = opened.adopt(connectLmsEffects(config, log), (way) => way.close?.()),
      mailer = opened.adopt(connectMailer(config.mail, log), (way) => way.close?.()),
    } = options;
    // Only the worker writes mails, and the compiler of their templates is large.
    const { loadMails } = await import('./emails/index.ts');
    const followCourseStaff = connectCourseStaff(config, neighbours.pool, log);
    return { ...neighbours, lms, mailer, mails: await loadMails(config.mail), followCourseStaff };
  });
}

/** Connects what the operators' commands work with. */
export function connectForCommands(config: Config): Promise<CommandService> {
  return openAll(async (opened) => {
    const pool = await openOwnPool(config, { maximumSize: 2 }, opened);
    const client = openClient(config, opened, { timeoutMs: 5_000 });
    const { taskQueue } = config.temporal;
    return {
      config,
      pool,
      client,
      attempts: createBoundedClient(client, { taskQueue, readVersion: (code) => findVersion(pool, code) }),
      revive: (attemptCodes) => reviveAttempts(client, taskQueue, attemptCodes),
      isTemporalReachable: () => isReachable(client),
    };
  });
}
