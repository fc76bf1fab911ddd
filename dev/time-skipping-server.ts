import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheFolder, cachedFor } from './cache-folder.ts';
import { hasEnded, launchBound, terminate } from './child-process.ts';
import { freePort } from './ports.ts';
import { withProgress, type Report } from './report.ts';
import { canRun, runCommand } from './run-command.ts';
import { until } from './until.ts';

const POM = join(import.meta.dirname, 'time-skipping', 'pom.xml');
const LAUNCHER = join(import.meta.dirname, 'time-skipping', 'launcher.sh');

/** Writing the archive takes seconds of computing. */
const ARCHIVING_MS = 120_000;

const SOURCES_TRIED =
  'No time-skipping test server can be had: none could be downloaded, and building one needs Java (11 or newer) and Maven (mvn).';

async function downloaded(folder: string): Promise<string | undefined> {
  const find = async () =>
    (await readdir(folder)).find((file) => file.startsWith('temporal-test-server-sdk-typescript'));
  await mkdir(folder, { recursive: true });
  if (!(await find())) {
    const executable = { type: 'cached-download', downloadDir: folder } as const;
    const server = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } }).catch(() => undefined);
    await server?.teardown();
  }
  const file = await find();
  return file && join(folder, file);
}

/** Fetches the Java server's libraries and writes a launcher beside them; moved to its place when it is whole. */
async function fromMaven(report: Report): Promise<string> {
  const home = cachedFor('temporal-test-server', POM, LAUNCHER);
  const launcher = 'temporal-test-server';
  if (existsSync(join(home, launcher))) return join(home, launcher);
  if (!(await canRun('java', ['-version'])) || !(await canRun('mvn', ['-v']))) throw new Error(SOURCES_TRIED);
  const fresh = `${home}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  const copy = ['-B', '-q', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${join(fresh, 'lib')}`];
  await withProgress(report, 'Fetching the time-skipping test server with Maven (once per machine)', () =>
    runCommand('mvn', copy),
  );
  await copyFile(LAUNCHER, join(fresh, launcher));
  await chmod(join(fresh, launcher), 0o755);
  await rename(fresh, home).catch(() => rm(fresh, { recursive: true }));
  await withProgress(report, "Archiving the test server's classes (once per machine)", () =>
    archiveClasses(join(home, launcher), join(home, 'classes.jsa')),
  );
  return join(home, launcher);
}

/** Has a server write the classes it uses to `archive`, from which later ones start in less than half the time. */
async function archiveClasses(launcher: string, archive: string): Promise<void> {
  const fresh = `${archive}.${process.pid}`;
  const { server, address } = await launchServer(launcher, { ARCHIVE_CLASSES: fresh });
  const env = await connectTo(address);
  const workflow = await env.client.workflow.start('any', { workflowId: 'any', taskQueue: 'any' });
  await workflow.fetchHistory();
  await workflow.terminate();
  await env.teardown();
  await terminate(server, 'SIGTERM', ARCHIVING_MS);
  // A Java before 13 has no such archives.
  if (existsSync(fresh)) await rename(fresh, archive);
}

/** Path of an executable time-skipping test server: the SDK's download, or a launcher of the Java one. */
export async function timeSkippingExecutable(report: Report): Promise<string> {
  return (await downloaded(join(cacheFolder(), 'downloads'))) ?? fromMaven(report);
}

/** What `createTimeSkipping` calls. It gives a server five seconds to start, and on a busy machine it takes longer. */
const environments = TestWorkflowEnvironment as unknown as {
  create(options: object): Promise<TestWorkflowEnvironment>;
};

/** Whether something listens there. */
function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

async function launchServer(path: string, env: Record<string, string> = {}) {
  const port = await freePort();
  const server = launchBound({ name: 'Time-skipping Temporal', command: path, args: [String(port)], env }, devNull);
  const isUp = async () => {
    if (hasEnded(server)) throw new Error(`The time-skipping test server at ${path} does not start`);
    return await listens(port);
  };
  await until(isUp, 'The start of the time-skipping test server');
  return { server, address: `127.0.0.1:${port}` };
}

function connectTo(address: string): Promise<TestWorkflowEnvironment> {
  return environments.create({ server: { type: 'existing' }, address, supportsTimeSkipping: true });
}

/** Starts the server at `path`; it ends with the environment. */
export async function startTimeSkipping(path: string): Promise<TestWorkflowEnvironment> {
  const { server, address } = await launchServer(path);
  const env = await connectTo(address);
  const disconnect = env.teardown.bind(env);
  env.teardown = async () => {
    await disconnect();
    await terminate(server);
  };
  return env;
}
