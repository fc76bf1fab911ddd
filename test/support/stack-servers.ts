import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileWorkflows } from '../../activities/compile-workflows.ts';
import { migrate } from '../../db/migrate.ts';
import { hasEnded, launchBound, terminate, type Program } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { createDatabase, postgresAnswers, preparePostgres } from '../../dev/postgres.ts';
import { toTerminal } from '../../dev/report.ts';
import { temporalExecutable } from '../../dev/temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalServer } from '../../dev/temporal-server.ts';
import { timeSkippingExecutable } from '../../dev/time-skipping-server.ts';
import { until } from '../../dev/until.ts';

/** Database that the test databases are copied from. */
export const TEMPLATE_DATABASE = 'migrated_template';

/** Nothing here outlives the run, so nothing has to survive a power cut. */
const FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Addresses of the servers that all tests of a run share. */
export type SharedServers = {
  /** Connection address of Postgres' maintenance database. */
  postgresUrl: string;
  temporalAddress: string;
  /** Path of the time-skipping test server; every test file starts one of its own, since it has one clock for all. */
  timeSkippingPath: string;
  /** File of the compiled workflows. */
  workflowBundle: string;
};

async function keep(program: Program, folder: string, ready: () => Promise<boolean>): Promise<() => Promise<void>> {
  const log = join(folder, `${program.name}.log`);
  const child = launchBound(program, log);
  const isUp = async () => {
    if (hasEnded(child)) throw new Error(`${program.name} does not start:\n${await readFile(log, 'utf8')}`);
    return ready();
  };
  await until(isUp, `${program.name}: start`);
  return () => terminate(child, program.stopSignal);
}

/** Between asking for a free port and listening on it, some other program's connection may have taken it. */
async function onFreePort<T>(start: (port: number) => Promise<T>, tries = 3): Promise<T> {
  try {
    return await start(await freePort());
  } catch (error) {
    if (tries === 1) throw error;
    return await onFreePort(start, tries - 1);
  }
}

/** A Postgres below `folder` with nothing in it but the migrated template. */
export async function startPostgres(folder: string) {
  // Postgres may have to run as another account, to which a fresh temporary folder is closed.
  await chmod(folder, 0o755);
  const { cluster, stop } = await onFreePort(async (port) => {
    const prepared = await preparePostgres(join(folder, 'postgres'), port, FORGETFUL);
    const { command, args, account } = prepared;
    const program: Program = { name: 'Postgres', command, args, account, stopSignal: 'SIGINT' };
    return { cluster: prepared, stop: await keep(program, folder, () => postgresAnswers(prepared)) };
  });
  const templateUrl = await createDatabase(cluster, TEMPLATE_DATABASE);
  await migrate(templateUrl);
  const remove = () => rm(cluster.dataDir, { recursive: true, force: true });
  return { url: cluster.url('postgres'), templateUrl, stop: () => stop().then(remove) };
}

async function startTemporal(folder: string) {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given) return { address: given, stop: () => Promise.resolve() };
  const executable = await temporalExecutable(toTerminal);
  return await onFreePort(async (port) => {
    const address = `127.0.0.1:${port}`;
    const program = temporalServer({ executable, port });
    return { address, stop: await keep(program, folder, () => temporalAnswers(devServerPlace(address))) };
  });
}

/**
 * Starts Postgres with a migrated template and the Temporal dev server, fetches the time-skipping server and compiles the
 * workflows. The processes that tests start share what is compiled.
 */
export async function startSharedServers(): Promise<{ addresses: SharedServers; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-test-'));
  const workflowBundle = join(folder, 'workflows.js');
  const [postgres, temporal, timeSkippingPath] = await Promise.all([
    startPostgres(folder),
    startTemporal(folder),
    timeSkippingExecutable(toTerminal),
    compileWorkflows(workflowBundle),
  ]);
  process.env.WORKFLOW_BUNDLE = workflowBundle;
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return {
    addresses: { postgresUrl: postgres.url, temporalAddress: temporal.address, timeSkippingPath, workflowBundle },
    stop: async () => {
      delete process.env.WORKFLOW_BUNDLE;
      delete process.env.NODE_COMPILE_CACHE;
      await Promise.all([postgres.stop(), temporal.stop()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
