import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheFolder } from './cache-folder.ts';
import { buildGo, goExecutable, type GoProgram } from './go-build.ts';
import type { Report } from './report.ts';
import { canRun } from './run-command.ts';

const COMMAND: GoProgram = {
  name: 'temporal',
  folder: join(import.meta.dirname, 'temporal'),
  package: 'github.com/temporalio/cli/cmd/temporal',
};

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

async function built(report: Report): Promise<string> {
  if (!existsSync(goExecutable(COMMAND)) && !(await canRun('go', ['version']))) throw new Error(SOURCES_TRIED);
  return await buildGo(COMMAND, report);
}

/** Path of a Temporal CLI that can serve: the installed one, the SDK's download, or one built from Go modules. */
export async function temporalExecutable(report: Report): Promise<string> {
  if (await canRun('temporal', ['--version'])) return 'temporal';
  return (await downloaded(join(cacheFolder(), 'downloads'))) ?? built(report);
}
