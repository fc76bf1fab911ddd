import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheFolder, cachedFor } from './cache-folder.ts';
import { withProgress, type Report } from './report.ts';
import { canRun, runCommand } from './run-command.ts';

const MODULE_FOLDER = join(import.meta.dirname, 'temporal');

const SOURCES_TRIED =
  'No Temporal server can be had: there is no `temporal` on the PATH, none could be downloaded, and none could be built.\n' +
  'Install the Temporal CLI or Go (1.25 or newer), or set TEMPORAL_ADDRESS to a running Temporal.';

/** The SDK downloads the file by starting a server; the file stays in the folder, and is all we want. */
async function downloaded(folder: string): Promise<string | undefined> {
  const find = async () => (await readdir(folder)).find((file) => file.startsWith('temporal-sdk-typescript'));
  await mkdir(folder, { recursive: true });
  if (!(await find())) {
    const executable = { type: 'cached-download', downloadDir: folder } as const;
    const server = await TestWorkflowEnvironment.createLocal({ server: { executable } }).catch(() => undefined);
    await server?.teardown();
  }
  const file = await find();
  return file && join(folder, file);
}

/** Builds the command from Go modules; the result is moved to its place when it is whole. */
async function built(report: Report): Promise<string> {
  const executable = cachedFor('temporal', join(MODULE_FOLDER, 'go.mod'));
  if (existsSync(executable)) return executable;
  if (!(await canRun('go', ['version']))) throw new Error(SOURCES_TRIED);
  await mkdir(dirname(executable), { recursive: true });
  const fresh = `${executable}.${process.pid}`;
  const build = ['build', '-o', fresh, 'github.com/temporalio/cli/cmd/temporal'];
  await withProgress(report, 'Building the Temporal server with Go (some minutes, once per machine)', () =>
    runCommand('go', build, { cwd: MODULE_FOLDER }),
  );
  await rename(fresh, executable);
  return executable;
}

/** Path of a Temporal CLI that can serve: the installed one, the SDK's download, or one built from Go modules. */
export async function temporalExecutable(report: Report): Promise<string> {
  if (await canRun('temporal', ['--version'])) return 'temporal';
  return (await downloaded(join(cacheFolder(), 'downloads'))) ?? built(report);
}
