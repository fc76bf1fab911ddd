import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import type { TemporalPlace } from '../temporal/profile.ts';
import { PortBook } from './ports.ts';
import { createDatabase, postgresAnswers, preparePostgres } from './postgres.ts';
import type { Report } from './report.ts';
import { serviceEnvironment, standInEnvironment } from './service-environment.ts';
import type { DevSettings } from './settings.ts';
import { standIn, type StandIn } from './stand-ins/stand-in.ts';
import type { Supervisor } from './supervisor.ts';
import { temporalExecutable } from './temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalServer, workerPolls } from './temporal-server.ts';
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
};

async function startPostgres(supervisor: Supervisor, settings: DevSettings, ports: PortBook): Promise<string> {
  const cluster = await preparePostgres(
    join(settings.dataDir, 'postgres'),
    await ports.take('Postgres', settings.usualPort(54320)),
  );
  const { command, args, account } = cluster;
  const ready = () => postgresAnswers(cluster);
  await supervisor.start({ name: 'Postgres', command, args, account, stopSignal: 'SIGINT', ready });
  const databaseUrl = await createDatabase(cluster, 'proctoring');
  await migrate(databaseUrl);
  return databaseUrl;
}

async function startTemporal(supervisor: Supervisor, settings: DevSettings, ports: PortBook, report: Report) {
  if (settings.temporalAddress) {
    const { temporal: place } = readConfig();
    if (!(await temporalAnswers(place))) {
      throw new Error(`TEMPORAL_ADDRESS is set, but no Temporal answers at ${place.address} for ${place.namespace}`);
    }
    return { place, uiUrl: settings.temporalUiUrl, isOwn: false };
  }
  const executable = await temporalExecutable(report);
  const port = await ports.take('Temporal', settings.temporalPort);
  const uiPort = await ports.take('the Temporal UI', settings.temporalUiPort);
  const place = devServerPlace(`127.0.0.1:${port}`);
  const program = temporalServer({ executable, port, uiPort, databaseFile: join(settings.dataDir, 'temporal.db') });
  await supervisor.start({ ...program, ready: () => temporalAnswers(place) });
  return { place, uiUrl: `http://127.0.0.1:${uiPort}`, isOwn: true };
}

/** Starts everything in order of dependency; resolves when the API says that all of it is ready. */
export async function startStack(supervisor: Supervisor, settings: DevSettings, report: Report): Promise<Stack> {
  const ports = new PortBook(report);
  const databaseUrl = await startPostgres(supervisor, settings, ports);
  const temporal = await startTemporal(supervisor, settings, ports, report);
  const apiPort = await ports.take('the API', settings.apiPort);
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const smtpPort = await ports.take('SMTP', settings.usualPort(1025));
  const take = (name: string, usual: number) => ports.take(name, settings.usualPort(usual));
  const told = standInEnvironment(apiUrl, smtpPort);
  const mail = await standIn('mail', take, told.mail);
  const vendor = await standIn('vendor', take, told.vendor);
  const lms = await standIn('lms', take, told.lms);
  for (const { service } of [mail, vendor, lms].filter((found) => found !== undefined)) await supervisor.start(service);

  const ownTemporal = temporal.isOwn ? temporal.place : undefined;
  const addresses = { databaseUrl, ownTemporal, temporalUiUrl: temporal.uiUrl, apiPort, apiUrl };
  const env = serviceEnvironment(settings, { ...addresses, smtpPort, mail, vendor, lms });
  const node = (file: string) => ({ command: process.execPath, args: [join(ROOT, file)], env });
  const since = Date.now();
  const taskQueue = process.env.TEMPORAL_TASK_QUEUE || 'proctoring';
  const polls = () => workerPolls(temporal.place, taskQueue, since);
  await supervisor.start({ name: 'Worker', ...node('activities/worker.ts'), ready: polls });
  await supervisor.start({ name: 'API', ...node('api/server.ts'), ready: () => answers(`${apiUrl}/readyz`) });
  return { apiUrl, databaseUrl, temporalUiUrl: temporal.uiUrl, temporal: temporal.place, mail, vendor, lms };
}
