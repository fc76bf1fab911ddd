import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { msToTs } from '@temporalio/common/lib/time.js';
import { launchBound, terminate } from '../../dev/child-process.ts';
import { buildGo, type GoProgram } from '../../dev/go-build.ts';
import { freePort } from '../../dev/ports.ts';
import { postgresAnswers, preparePostgres } from '../../dev/postgres.ts';
import { toTerminal } from '../../dev/report.ts';
import { runCommand } from '../../dev/run-command.ts';
import { devServerPlace } from '../../dev/temporal-server.ts';
import { until } from '../../dev/until.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import { atTheEnd } from '../peer/endings.ts';
import { serverSettings, type ServerPorts } from './temporal-server-settings.ts';

const FOLDER = join(import.meta.dirname, 'temporal');
const SERVER: GoProgram = { name: 'temporal-server', folder: FOLDER, package: 'go.temporal.io/server/cmd/server' };
const SQL_TOOL: GoProgram = {
  name: 'temporal-sql-tool',
  folder: FOLDER,
  package: 'go.temporal.io/server/cmd/tools/sql',
};
const DATABASES = [
  { name: 'temporal', schema: 'postgresql/v12/temporal' },
  { name: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
];
const RETENTION = msToTs('30 days');

/** A Temporal server with a Postgres of its own, as it is run for real. */
export interface TemporalOnPostgres {
  address: string;
  serverPid: number;
  postgresPid: number;
}

async function startPostgres(folder: string): Promise<{ port: number; pid: number }> {
  const port = await freePort();
  const cluster = await preparePostgres(join(folder, 'temporal-postgres'), port);
  const { command, args, account } = cluster;
  const program = { name: 'Postgres of Temporal', command, args, account };
  const child = launchBound(program, join(folder, 'temporal-postgres.log'));
  atTheEnd(() => terminate(child, 'SIGINT'));
  await until(() => postgresAnswers(cluster), 'the start of the Postgres of Temporal');
  return { port, pid: child.pid ?? 0 };
}

/** Makes the databases with Temporal's own tool; the schemas are inside of it. */
async function setUpSchemas(postgresPort: number): Promise<void> {
  const tool = await buildGo(SQL_TOOL, toTerminal);
  const server = ['--ep', '127.0.0.1', '-p', String(postgresPort), '-u', 'proctoring', '--pw', 'proctoring'];
  for (const { name, schema } of DATABASES) {
    const place = [...server, '--pl', 'postgres12', '--db', name];
    await runCommand(tool, [...place, 'create']);
    await runCommand(tool, [...place, 'setup-schema', '-v', '0.0']);
    await runCommand(tool, [...place, 'update-schema', '--schema-name', schema]);
  }
}

async function registerNamespace(address: string): Promise<void> {
  const place = devServerPlace(address);
  const register = async () => {
    const { client, close } = await connectTemporal(place, { timeoutMs: 2_000 });
    try {
      const { namespace } = place;
      await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: RETENTION });
      return true;
    } finally {
      await close();
    }
  };
  await until(() => register().catch(() => false), 'the start of the Temporal server', { everyMs: 500 });
}

async function freePorts(): Promise<ServerPorts> {
  const taken: number[] = [];
  while (taken.length < 9) {
    const port = await freePort();
    if (!taken.includes(port)) taken.push(port);
  }
  const pairs = ['frontend', 'history', 'matching', 'worker'].map((service, index) => {
    return [service, { grpc: taken[2 * index] ?? 0, membership: taken[2 * index + 1] ?? 0 }];
  });
  return { ...(Object.fromEntries(pairs) as Omit<ServerPorts, 'http'>), http: taken[8] ?? 0 };
}

/** Builds and starts it, with the schemas and the namespace; it goes with the bench. */
export async function startTemporalOnPostgres(folder: string): Promise<TemporalOnPostgres> {
  const executable = await buildGo(SERVER, toTerminal);
  const postgres = await startPostgres(folder);
  await setUpSchemas(postgres.port);
  const ports = await freePorts();
  const settings = join(folder, 'temporal-server');
  mkdirSync(settings);
  for (const [file, content] of Object.entries(serverSettings(ports, postgres.port, settings))) {
    writeFileSync(join(settings, file), JSON.stringify(content));
  }
  const args = ['--root', settings, '--config', '.', '--env', 'bench', '--allow-no-auth', 'start'];
  const program = { name: 'Temporal server', command: executable, args, env: { GOGC: '300' } };
  const child = launchBound(program, join(folder, 'temporal-server.log'));
  atTheEnd(() => terminate(child));
  const address = `127.0.0.1:${ports.frontend.grpc}`;
  await registerNamespace(address);
  return { address, serverPid: child.pid ?? 0, postgresPid: postgres.pid };
}
