import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { createWorkers } from '../activities/create-workers.ts';
import { registerSearchAttributes } from '../activities/temporal-setup.ts';
import { buildApp } from '../api/app.ts';
import { createAppDeps } from '../api/create-app-deps.ts';
import { currentRequestId } from '../api/request-context.ts';
import { readConfig, type Config } from '../config.ts';
import { connectForApi, connectForWorker } from '../service.ts';
import { openPool } from '../db/pool.ts';
import { execute } from '../dev/postgres.ts';
import { connectTemporal } from '../temporal/connect.ts';
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
  /** Where Temporal is. */
  temporal: Config['temporal'];
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
  const links = await Promise.all([1, 2, 3].map(() => connectTemporal(config.temporal)));
  const [apiLink, workerLink, ownLink] = links;
  if (!apiLink || !workerLink || !ownLink) throw new Error('There are three connections.');
  api.watch(apiLink.connection);
  const pool = await openPool(databaseUrl);

  const mailer = new RecordingMailer();
  const forWorker = await connectForWorker(config, logger, {
    mailer,
    lms: new RecordingLms(),
    clock: Date.now,
    poolOptions: { onStatement: worker.onStatement },
  });
  await registerSearchAttributes(workerLink.client);
  const running = await createWorkers({ ...forWorker, client: workerLink.client }, workerLink.connection);
  const finished = running.run();

  const forApi = await connectForApi(config, logger, {
    client: apiLink.client,
    requestId: currentRequestId,
    vendors: forWorker.vendors,
    clock: Date.now,
    poolOptions: { onStatement: api.onStatement },
  });
  const app = await buildApp(createAppDeps(forApi, logger));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    taskQueue,
    temporal: config.temporal,
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
      await Promise.all([forApi.close(), forWorker.close(), pool.end()]);
      await Promise.all(links.map((each) => each.close()));
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
