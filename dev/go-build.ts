import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cachedFor } from './cache-folder.ts';
import { withProgress, type Report } from './report.ts';
import { runCommand } from './run-command.ts';

/** A program of a Go module: how its file is named here, the folder with the module's `go.mod`, and its package. */
export type GoProgram = { name: string; folder: string; package: string };

/** Where the program is once it is built. */
export const goExecutable = ({ name, folder }: GoProgram): string => cachedFor(name, join(folder, 'go.mod'));

/** Builds a program from Go modules, once per machine; it is moved to its place when it is whole. Answers its path. */
export async function buildGo(program: GoProgram, report: Report): Promise<string> {
  const { folder, package: source } = program;
  const executable = goExecutable(program);
  if (existsSync(executable)) return executable;
  await mkdir(dirname(executable), { recursive: true });
  const fresh = `${executable}.${process.pid}`;
  await withProgress(report, `Building ${source} with Go (some minutes, once per machine)`, () =>
    runCommand('go', ['build', '-o', fresh, source], { cwd: folder }),
  );
  await rename(fresh, executable);
  return executable;
}
