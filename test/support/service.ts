import { Client, Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { findVersion } from '../../db/attempt-store.ts';
import { createAttemptClient, type AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { createWorkers } from '../../activities/create-workers.ts';
import type { WorkerContext } from '../../activities/index.ts';
import { connectForWorker } from '../../service.ts';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import { readConfig, type Config } from '../../config.ts';
import type { Meters } from '../../telemetry/meters.ts';
import type { AttemptAnswer, CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { RecordingLms, RecordingMailer } from './recorders.ts';
import { devServerAddress, testDatabase, timeSkippingEnvironment, workflowBundle } from './stack.ts';

/** User name of the LMS's retirement service. */
const RETIRER = 'retirement_worker';

const log = pino({ level: 'silent' });

/** The worker's side of the service on real Postgres and a real Temporal, with stand-ins for what is outside. */
export interface Service {
  config: Config;
  pool: DatabasePool;
  client: Client;
  lms: RecordingLms;
  mailer: RecordingMailer;
  context: WorkerContext;
  attempts: AttemptClient;
  /** Starts a worker; the answer stops it. The time-skipping server loses tasks to workers that were stopped. */
  startWorker: () => Promise<() => Promise<void>>;
  close: () => Promise<void>;
}

export interface ServiceOptions {
  client: Client;
  /** Where the client's Temporal listens. */
  address: string;
  /** Epoch milliseconds of the Temporal server. */
  clock?: () => number;
  env?: Record<string, string>;
  taskQueue?: string;
  meters?: Meters;
}

/** Assembles the service; `env` overrides settings by their environment names. */
export async function startService({
  client,
  address,
  clock = Date.now,
  env = {},
  taskQueue,
  meters,
}: ServiceOptions): Promise<Service> {
  const databaseUrl = await testDatabase();
  const queue = taskQueue ?? `test-${crypto.randomUUID()}`;
  const config = readConfig({
    LOCAL_STACK: 'true',
    RETIREMENT_SERVICE_WORKER_USERNAME: RETIRER,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_TASK_QUEUE: queue,
    WORKFLOW_BUNDLE: workflowBundle().codePath,
    ...env,
  });
  const [lms, mailer] = [new RecordingLms(), new RecordingMailer()];
  const service = await connectForWorker(config, log, { clock, lms, mailer, meters });
  const context: WorkerContext = { ...service, client };
  return {
    config,
    pool: service.pool,
    client,
    lms,
    mailer,
    context,
    attempts: createAttemptClient(client, { taskQueue: queue, readVersion: (code) => findVersion(service.pool, code) }),
    async startWorker() {
      const connection = await NativeConnection.connect({ address });
      await registerSearchAttributes(client);
      const worker = await createWorkers(context, connection);
      const stopped = worker.run();
      return async () => {
        worker.shutdown();
        await stopped;
        await connection.close();
      };
    },
    close: service.close,
  };
}

export interface SkippingService {
  env: TestWorkflowEnvironment;
  service: Service;
  close: () => Promise<void>;
}

/** The service with one worker on a time-skipping Temporal of its own. */
export async function startSkippingService(options: Partial<ServiceOptions> = {}): Promise<SkippingService> {
  const env = await timeSkippingEnvironment();
  const service = await startService({ client: env.client, address: env.address, ...options });
  const stopWorker = await service.startWorker();
  return {
    env,
    service,
    async close() {
      await stopWorker();
      await service.close();
      await env.teardown();
    },
  };
}

/** The service on the shared dev server, without a worker. */
export async function startServiceOnDevServer(options: Partial<ServiceOptions> = {}): Promise<Service> {
  const address = devServerAddress();
  const connection = await Connection.connect({ address });
  const service = await startService({ client: new Client({ connection }), address, ...options });
  const close = async () => {
    await service.close();
    await connection.close();
  };
  return { ...service, close };
}

const idRow = z.object({ id: z.number() });

/** A person of the given name. */
export async function addPerson({ pool }: Pick<Service, 'pool'>, username: string): Promise<number> {
  return await pool.oneFirst(sql.type(idRow)`
    insert into person (id, username, email, full_name)
    values (nextval('person_unnumbered_id'), ${username}, ${`${username}@example.com`}, ${`${username} Learner`})
    returning id`);
}

export interface ExamFields {
  courseId?: string;
  contentId?: string;
  minutes?: number;
  proctored?: boolean;
  practice?: boolean;
  backend?: string | null;
  dueAt?: number | null;
}

/** An active exam; timed unless told otherwise. */
export async function addExam({ pool }: Pick<Service, 'pool'>, fields: ExamFields = {}): Promise<number> {
  const {
    courseId = 'course-v1:Test+C1+2030',
    contentId = `block-v1:Test+${crypto.randomUUID()}`,
    minutes = 180,
  } = fields;
  const { proctored = false, practice = false, backend = null, dueAt = null } = fields;
  return await pool.oneFirst(sql.type(idRow)`
    insert into exam (course_id, content_id, exam_name, time_limit_mins, is_proctored, is_practice_exam, is_active,
      backend, due_date, created, modified)
    values (${courseId}, ${contentId}, 'Final', ${minutes}, ${proctored}, ${practice}, true, ${backend},
      ${dueAt === null ? sql.fragment`null` : sql.fragment`to_timestamp(${dueAt / 1000})`}, now(), now())
    returning id`);
}

/** What a new learner asks for to begin a timed exam of their own, unless told otherwise. */
export async function creationRequest(
  service: Service,
  fields: Partial<CreationRequest> & { exam?: ExamFields } = {},
): Promise<CreationRequest> {
  const { exam, ...request } = fields;
  return {
    examId: request.examId ?? (await addExam(service, exam)),
    userId: request.userId ?? (await addPerson(service, `learner-${crypto.randomUUID()}`)),
    takingAsProctored: exam?.proctored ?? false,
    startClock: !exam?.proctored,
    decline: false,
    actor: { kind: 'learner' },
    ...request,
  };
}

/** Settings of a service whose one back-end is a REST vendor at `url`, of the name `rest`. */
export function restVendorSettings(url: string, options: Record<string, unknown> = {}): Record<string, string> {
  const rest = { base_url: url, client_id: 'client', client_secret: 'secret', timeout_seconds: 5, ...options };
  return { PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'rest', rest, mock: {} }) };
}

/** How a message ended: the status of the attempt or the code of the refusal. */
export async function outcomeOf(message: Promise<AttemptAnswer>): Promise<string> {
  try {
    return (await message).status;
  } catch (error) {
    if (error instanceof AttemptRefusedError) return error.refusal;
    throw error;
  }
}
