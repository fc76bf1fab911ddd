import { pino, type DestinationStream } from 'pino';
import type { InjectOptions, Response } from 'light-my-request';
import { buildApp } from '../../api/app.ts';
import { createHeartbeats } from '../../api/heartbeats.ts';
import type { AppDeps } from '../../api/app-deps.ts';
import { createAppDeps } from '../../api/create-app-deps.ts';
import type { Pressure } from '../../api/pressure.ts';
import { currentRequestId } from '../../api/request-context.ts';
import type { App } from '../../api/routes/app-instance.ts';
import { createLogger } from '../../logging.ts';
import { connectForApi } from '../../service.ts';
import { DEMO_COURSE, PEOPLE, signToken, type Person } from '../../dev/people.ts';
import {
  startServiceOnDevServer,
  startSkippingService,
  type Service,
  type ServiceOptions,
} from '../support/service.ts';
import { devServerAddress } from '../support/stack.ts';
import { createDescriptionCheck } from './description-check.ts';

export const KEY = 'a-key-for-tests-that-is-long-enough';
export const COURSE = DEMO_COURSE;
export const WIRE = '/api/edx_proctoring';
export { PEOPLE };

const logger = pino({ level: 'silent' });

/** An answer with its body read as JSON where it is JSON; '' for an empty one. */
export interface Answer {
  status: number;
  body: unknown;
  headers: Response['headers'];
}

export interface CallOptions {
  as?: Person;
  body?: unknown;
  /** Urlencoded body. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as it is. */
  payload?: InjectOptions['payload'];
  /** Leaves as soon as the headers are there: a stream has no end. */
  isStream?: boolean;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
export type Call = (method: Method, path: string, options?: CallOptions) => Promise<Answer>;

/** The API on real Postgres and a real Temporal with the real worker, called over HTTP injection. */
export interface Api {
  app: App;
  deps: AppDeps;
  service: Service;
  /** Calls a path below the wire-compatible prefix; every JSON answer must be as the API describes it. */
  call: Call;
  /** The same with the whole path. */
  callRoot: Call;
  /** Lets time pass for Temporal, the worker and the API alike. */
  advance(seconds: number): Promise<void>;
  /** SQL statements of the API since the last look. */
  statements(): string[];
  close(): Promise<void>;
}

export interface ApiOptions {
  env?: Record<string, string>;
  /** Where the API's log goes; without it nowhere. */
  logTo?: DestinationStream;
  /** Runs on a time-skipping Temporal of its own instead of the shared dev server. */
  skipTime?: boolean;
  /** Where the API looks for Temporal, if not where the worker finds it. */
  temporalAddress?: string;
  pressure?: Pressure;
}

type ServiceSettings = Pick<ServiceOptions, 'env' | 'clock'>;

async function headersFor({ as, headers = {}, form }: CallOptions): Promise<Record<string, string>> {
  return {
    ...(as && { authorization: `JWT ${await signToken(as, KEY)}` }),
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...headers,
  };
}

function readBody({ body, headers }: Response): unknown {
  return headers['content-type']?.toString().startsWith('application/json') && body !== '' ? JSON.parse(body) : body;
}

function createCall(app: App, prefix: string): Call {
  const check = createDescriptionCheck(app);
  return async (method, path, options = {}) => {
    const { body, form, payload, isStream = false } = options;
    const url = prefix + path;
    const response = await app.inject({
      method,
      url,
      headers: await headersFor(options),
      ...(body !== undefined && { payload: body as Record<string, unknown> }),
      ...(form && { payload: new URLSearchParams(form).toString() }),
      ...(payload !== undefined && { payload }),
      payloadAsStream: isStream,
    });
    if (isStream) {
      response.stream().destroy();
      return { status: response.statusCode, body: '', headers: response.headers };
    }
    const answer = { status: response.statusCode, body: readBody(response), headers: response.headers };
    check(method, url, answer);
    return answer;
  };
}

interface Running {
  service: Service;
  address: string;
  /** How far Temporal's clock is ahead of ours, in milliseconds. */
  ahead: () => Promise<number>;
  sleep: (milliseconds: number) => Promise<void>;
  close: () => Promise<void>;
}

/** On the shared dev server, where time passes as it does. */
async function runOnDevServer(options: ServiceSettings): Promise<Running> {
  const service = await startServiceOnDevServer(options);
  const stopWorker = await service.startWorker();
  return {
    service,
    address: devServerAddress(),
    ahead: async () => 0,
    sleep: () => Promise.reject(new Error('Time cannot be skipped here: start the API with skipTime.')),
    close: async () => {
      await stopWorker();
      await service.close();
    },
  };
}

async function runSkipping(options: ServiceSettings): Promise<Running> {
  const { env, service, close } = await startSkippingService(options);
  const ahead = async () => (await env.currentTimeMs()) - Date.now();
  return { service, address: env.address, ahead, sleep: (milliseconds) => env.sleep(milliseconds), close };
}

/** Assembles the API over a running service. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const settings = { clock, env: { JWT_SECRET_KEY: KEY, ...options.env } };
  const running = await (options.skipTime ? runSkipping(settings) : runOnDevServer(settings));
  ahead = await running.ahead();
  const { config, context } = running.service;
  const seen: string[] = [];
  const address = options.temporalAddress ?? running.address;
  const service = await connectForApi(
    { ...config, temporal: { ...config.temporal, address, connection: { address } } },
    logger,
    {
      clock,
      requestId: currentRequestId,
      vendors: context.vendors,
      poolOptions: { onStatement: (statement) => seen.push(statement) },
    },
  );
  const deps = createAppDeps(
    service,
    options.logTo ? createLogger({ name: 'api', level: 'trace' }, options.logTo) : logger,
    {
      heartbeats: createHeartbeats({ pool: context.pool, clock, onFailure: () => {} }),
      ...(options.pressure && { pressure: options.pressure }),
    },
  );
  const app = await buildApp(deps);
  return {
    app,
    deps,
    service: running.service,
    call: createCall(app, WIRE),
    callRoot: createCall(app, ''),
    async advance(seconds) {
      await running.sleep(seconds * 1000);
      ahead = await running.ahead();
    },
    statements: () => seen.splice(0),
    async close() {
      await app.close();
      await service.close();
      await running.close();
    },
  };
}

export interface ExamFields {
  course_id?: string;
  content_id?: string;
  exam_name?: string;
  time_limit_mins?: number;
  is_proctored?: boolean;
  is_practice_exam?: boolean;
  is_active?: boolean;
  due_date?: string | null;
  backend?: string;
}

/** An exam as the registration takes it: timed, active, 90 minutes. */
export function examItem(fields: ExamFields = {}) {
  const content_id = fields.content_id ?? `block-v1:Demo+${crypto.randomUUID()}`;
  return {
    course_id: COURSE,
    content_id,
    exam_name: 'Final',
    time_limit_mins: 90,
    is_proctored: false,
    is_practice_exam: false,
    is_active: true,
    hide_after_due: false,
    ...fields,
  };
}

/** Adds an exam to the course without touching the others; answers its id. */
export async function addExam({ call }: Pick<Api, 'call'>, fields: ExamFields = {}): Promise<number> {
  const body = { external_id: 'external', ...examItem(fields) };
  const answer = await call('POST', '/v1/proctored_exam/exam', { as: PEOPLE.lms, body });
  return (answer.body as { exam_id: number }).exam_id;
}

/** A learner whom nobody has seen yet. */
export function newLearner(): Person {
  const username = `learner-${crypto.randomUUID()}`;
  const userId = 200_000 + Math.floor(Math.random() * 900_000_000);
  return { username, userId, name: 'New Learner', email: `${username}@example.org` };
}

/** Creates an attempt with a running clock; answers its id. */
export async function startAttempt(
  { call }: Pick<Api, 'call'>,
  as: Person,
  examId: number,
  { proctored = false }: { proctored?: boolean } = {},
): Promise<number> {
  const body = { exam_id: examId, start_clock: 'true', attempt_proctored: String(proctored) };
  const answer = await call('POST', '/v1/proctored_exam/attempt', { as, body });
  return (answer.body as { exam_attempt_id: number }).exam_attempt_id;
}
