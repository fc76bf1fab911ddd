import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { createWorkers } from '../activities/create-workers.ts';
import { registerSearchAttributes } from '../activities/temporal-setup.ts';
import { createVendorRegistry } from '../vendors/registry.ts';
import { connectLookups } from '../service.ts';
import { buildApp } from '../api/app.ts';
import { createJwtAuthentication } from '../api/auth/jwt.ts';
import { createPeopleCache } from '../api/auth/people-cache.ts';
import { createHeartbeats } from '../api/heartbeats.ts';
import { isReachable } from '../temporal/reachability.ts';
import { createChangeDelivery } from '../workflows/change-delivery/client.ts';
import { createBoundedClient } from '../workflows/exam-attempt/bounded-client.ts';
import { readConfig } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { execute } from '../dev/postgres.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { loadMails } from '../emails/index.ts';
import { RecordingLms, RecordingMailer } from '../test/support/recorders.ts';
import { startScriptedVendor } from '../test/support/scripted-vendor.ts';
import { TEMPLATE_DATABASE, type SharedServers } from '../test/support/stack-servers.ts';
import { Counters } from './counters.ts';

/** Key that the people of the bench sign in with. */
export const JWT_KEY = 'key of the bench, of no use elsewhere';
/** Name of the back-end behind which the scripted vendor stands. */
export const BACKEND = 'bench_vendor';

export type ServerAddresses = Pick<SharedServers, 'postgresUrl' | 'temporalAddress'>;

/** The product's API and worker on real servers, with counters where they ask Postgres and Temporal. */
export interface MeasuredService {
  /** Base address of the API. */
  url: string;
  taskQueue: string;
  databaseUrl: string;
  /** What the API asks. */
  api: Counters;
  /** What the worker asks of Postgres. */
  worker: Counters;
  /** A pool and a client that are not counted. */
  pool: DatabasePool;
  client: Client;
  mailer: RecordingMailer;
  /** Chooses the id that the vendor gives the next attempt. */
  newVendorId(): string;
  close(): Promise<void>;
}

async function freshDatabase(postgresUrl: string): Promise<string> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Temporal's own lines about a worker that comes and goes would stand between the figures. */
export function silenceTemporal(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR' } },
  });
}

/** Starts the service with a database of its own. The vendor is a scripted one over HTTP; emails are kept in memory. */
export async function startMeasuredService({
  postgresUrl,
  temporalAddress: address,
}: ServerAddresses): Promise<MeasuredService> {
  const [databaseUrl, vendor] = [await freshDatabase(postgresUrl), await startScriptedVendor()];
  const taskQueue = `bench-${randomUUID()}`;
  const backend = { type: 'rest', base_url: vendor.url, client_id: 'us', client_secret: 'secret of the bench' };
  const config = readConfig({
    LOCAL_STACK: 'true',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_TASK_QUEUE: taskQueue,
    JWT_SECRET_KEY: JWT_KEY,
    PROCTORING_BACKENDS: JSON.stringify({
      DEFAULT: BACKEND,
      [BACKEND]: { ...backend, heartbeat_window_seconds: 180 },
    }),
  });
  const [api, worker] = [new Counters(), new Counters()];
  const logger = pino({ level: 'silent' });
  const clock = Date.now;
  const links = await Promise.all([1, 2, 3].map(() => connectTemporal(config.temporal)));
  const [apiLink, workerLink, ownLink] = links;
  if (!apiLink || !workerLink || !ownLink) throw new Error('There are three connections.');
  api.watch(apiLink.connection);
  const pools = [await openPool(databaseUrl, api), await openPool(databaseUrl, worker), await openPool(databaseUrl)];
  const [apiPool, workerPool, pool] = pools;
  if (!apiPool || !workerPool || !pool) throw new Error('There are three pools.');

  const vendors = await createVendorRegistry(config);
  const mailer = new RecordingMailer();
  await registerSearchAttributes(workerLink.client);
  const running = await createWorkers(
    {
      config,
      vendors,
      mailer,
      clock,
      pool: workerPool,
      client: workerLink.client,
      lms: new RecordingLms(),
      lookups: connectLookups(config, workerPool, logger),
      mails: await loadMails(),
    },
    workerLink.connection,
  );
  const finished = running.run();

  const lms = connectLookups(config, apiPool, logger);
  const app = await buildApp({
    config,
    vendors,
    lms,
    clock,
    logger,
    pool: apiPool,
    attempts: createBoundedClient(apiLink.client, { taskQueue }),
    changes: createChangeDelivery(apiLink.client, { taskQueue }),
    isTemporalReachable: () => isReachable(apiLink.client),
    authenticate: createJwtAuthentication({ config, people: createPeopleCache(apiPool, clock), lms, clock }),
    heartbeats: createHeartbeats({ pool: apiPool, clock, onFailure: (error) => logger.error(error) }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    taskQueue,
    databaseUrl,
    api,
    worker,
    pool,
    mailer,
    client: ownLink.client,
    newVendorId() {
      const id = randomUUID();
      vendor.otherwise({ body: { id, download_url: 'https://vendor.example/download' } });
      return id;
    },
    async close() {
      await app.close();
      running.shutdown();
      await finished;
      await Promise.all([...links.map((each) => each.close()), ...pools.map((each) => each.end())]);
      await vendor.close();
    },
  };
}

const idRow = z.object({ id: z.number() });

/** An active exam of three hours; proctored by the scripted vendor when asked for. */
export async function addMeasuredExam(
  { pool }: MeasuredService,
  { proctored }: { proctored: boolean },
): Promise<number> {
  return await pool.oneFirst(sql.type(idRow)`
    insert into exam (course_id, content_id, exam_name, time_limit_mins, is_proctored, is_active, external_id, backend,
      created, modified)
    values ('course-v1:Bench+C1+2030', ${`block-v1:Bench+${randomUUID()}`}, 'Final', 180, ${proctored}, true,
      ${proctored ? 'ex-1' : null}, ${proctored ? BACKEND : null}, now(), now())
    returning id`);
}
