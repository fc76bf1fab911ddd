import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import type { TemporalPlace } from '../temporal/profile.ts';
import { buildConsole } from './build-console.ts';
import { SEARCH_ATTRIBUTES } from '../workflows/exam-attempt/search-attributes.ts';
import { metricsUrls, takeMetricsAddresses } from './metrics-addresses.ts';
import { PortBook } from './ports.ts';
import { createDatabase, postgresAnswers, preparePostgres } from './postgres.ts';
import { localRedis } from './redis.ts';
import type { Report } from './report.ts';
import { serviceEnvironment, standInEnvironment } from './service-environment.ts';
import type { DevSettings } from './settings.ts';
import { standIn, type StandIn } from './stand-ins/stand-in.ts';
import type { Service, Supervisor } from './supervisor.ts';
import { temporalExecutable } from './temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalReads, temporalServer, workerPolls } from './temporal-server.ts';
import { answers } from './until.ts';

const ROOT = join(import.meta.dirname, '..');

/** Addresses of a stack that is up. */
export type Stack = {
  apiUrl: string;
  databaseUrl: string;
  temporalUiUrl: string | undefined;
  temporal: TemporalPlace;
  mail: StandIn | undefined;
  vendor: StandIn | undefined;
  lms: StandIn | undefined;
  /** Address of the event bus; undefined without one. */
  redisUrl: string | undefined;
  /** Where metrics are read; none unless they were asked for. */
  metricsUrls: string[];
};

async function startPostgres(supervisor: Supervisor, settings: DevSettings, port: number): Promise<string> {
  const cluster = await preparePostgres(join(settings.dataDir, 'postgres'), port);
  const { command, args, account } = cluster;
  const ready = () => postgresAnswers(cluster);
  await supervisor.start({ name: 'Postgres', command, args, account, stopSignal: 'SIGINT', ready });
  const databaseUrl = await createDatabase(cluster, 'proctoring');
  await migrate(databaseUrl);
  return databaseUrl;
}

type ServerPorts = { port: number; uiPort: number };

async function takeTemporalPorts(ports: PortBook, settings: DevSettings): Promise<ServerPorts> {
  const port = await ports.take('Temporal', settings.temporalPort);
  return { port, uiPort: await ports.take('the Temporal UI', settings.temporalUiPort) };
}

async function findTemporal(settings: DevSettings) {
  const { temporal: place } = readConfig();
  if (!(await temporalAnswers(place))) {
    throw new Error(`TEMPORAL_ADDRESS is set, but no Temporal answers at ${place.address} for ${place.namespace}`);
  }
  return { place, uiUrl: settings.temporalUiUrl, isOwn: false };
}

async function startTemporal(
  supervisor: Supervisor,
  { dataDir, temporalCachedWorkflows: cachedWorkflows }: DevSettings,
  { port, uiPort }: ServerPorts,
  report: Report,
) {
  const executable = await temporalExecutable(report);
  const place = devServerPlace(`127.0.0.1:${port}`);
  const program = temporalServer({
    executable,
    port,
    uiPort,
    databaseFile: join(dataDir, 'temporal.db'),
    searchAttributes: SEARCH_ATTRIBUTES,
    cachedWorkflows,
  });
  const life = { answers: () => temporalReads(place), everyMs: 5_000, times: 6 };
  await supervisor.start({ ...program, ready: () => temporalAnswers(place), life });
  return { place, uiUrl: `http://127.0.0.1:${uiPort}`, isOwn: true };
}

/** Neighbours in place of the stand-ins, and the settings of API and worker that name them. */
export type OwnNeighbours = { services: Service[]; env: Record<string, string> };

/**
 * Starts the servers and stand-ins, then the worker and the API; what does not depend on each other starts side by side.
 * Resolves when the API says that all of it is ready.
 */
export async function startStack(
  supervisor: Supervisor,
  settings: DevSettings,
  report: Report,
  own?: OwnNeighbours,
): Promise<Stack> {
  const ports = new PortBook(report);
  const consoleBuilt = buildConsole(report);
  const take = (name: string, usual: number) => ports.take(name, settings.usualPort(usual));
  const postgresPort = await take('Postgres', 54320);
  const temporalPorts = settings.temporalAddress ? undefined : await takeTemporalPorts(ports, settings);
  const apiPort = await ports.take('the API', settings.apiPort);
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const smtpPort = await take('SMTP', 1025);
  const told = standInEnvironment(apiUrl, smtpPort);
  const standInFor = (kind: keyof typeof told) => (own ? undefined : standIn(kind, take, told[kind]));
  const mail = await standInFor('mail');
  const vendor = await standInFor('vendor');
  const lms = await standInFor('lms');
  const redis = settings.startsRedis
    ? await localRedis(join(settings.dataDir, 'redis'), await take('Redis', 6379))
    : undefined;
  const metrics = settings.servesMetrics ? await takeMetricsAddresses(ports, settings.usualPort) : undefined;
  const neighbours = own?.services ?? [mail, vendor, lms].flatMap((found) => (found ? [found.service] : []));
  const [databaseUrl, temporal] = await Promise.all([
    startPostgres(supervisor, settings, postgresPort),
    temporalPorts ? startTemporal(supervisor, settings, temporalPorts, report) : findTemporal(settings),
    ...neighbours.map((service) => supervisor.start(service)),
    ...(redis ? [supervisor.start(redis.service)] : []),
  ]);

  const ownTemporal = temporal.isOwn ? temporal.place : undefined;
  const addresses = { databaseUrl, ownTemporal, temporalUiUrl: temporal.uiUrl, apiPort, apiUrl };
  const local = serviceEnvironment(settings, { ...addresses, smtpPort, mail, vendor, lms, redisUrl: redis?.url });
  const env = { ...local, ...own?.env };
  const node = (file: string, ownEnv: Record<string, string> = {}) => ({
    command: process.execPath,
    args: [join(ROOT, file)],
    env: { ...env, ...ownEnv },
  });
  const since = Date.now();
  const taskQueue = process.env.TEMPORAL_TASK_QUEUE || 'proctoring';
  const polls = () => workerPolls(temporal.place, taskQueue, since);
  await Promise.all([
    supervisor.start({ name: 'Worker', ...node('activities/worker.ts', metrics?.worker), ready: polls }),
    consoleBuilt.then(() =>
      supervisor.start({
        name: 'API',
        ...node('api/server.ts', metrics?.api),
        ready: () => answers(`${apiUrl}/readyz`),
      }),
    ),
  ]);
  const temporalUiUrl = temporal.uiUrl;
  return {
    apiUrl,
    databaseUrl,
    temporalUiUrl,
    temporal: temporal.place,
    mail,
    vendor,
    lms,
    redisUrl: redis?.url,
    metricsUrls: metrics ? metricsUrls(metrics) : [],
  };
}
