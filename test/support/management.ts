import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findVersion } from '../../db/attempt-store.ts';
import { runCommandLine } from '../../manage/run-command.ts';
import type { ManagementDeps } from '../../manage/work.ts';
import { isReachable } from '../../temporal/reachability.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import { reviveAttempts } from '../../workflows/exam-attempt/revival-client.ts';
import { startSkippingService, type Service, type SkippingService } from './service.ts';

export interface CommandRun {
  exit: number;
  lines: string[];
  problems: string[];
  /** What the progress bar was told: done and total. */
  progress: [number, number][];
}

/** Runs a command line as the operator `otto`. */
export async function manage(
  { pool, client, config }: Service,
  args: readonly string[],
  replaced: Partial<ManagementDeps> = {},
): Promise<CommandRun> {
  const run: CommandRun = { exit: Number.NaN, lines: [], problems: [], progress: [] };
  const output: ManagementDeps['output'] = {
    line: (text) => void run.lines.push(text),
    problem: (text) => void run.problems.push(text),
    progress: (done, total) => void run.progress.push([done, total]),
  };
  const attempts = createBoundedClient(client, { ...config.temporal, readVersion: (code) => findVersion(pool, code) });
  const isTemporalReachable = () => isReachable(client);
  const revive = (codes: readonly string[]) => reviveAttempts(client, config.temporal.taskQueue, codes);
  const deps = { config, pool, client, attempts, revive, isTemporalReachable, operator: 'otto', output, ...replaced };
  run.exit = await runCommandLine(args, deps.output, (work) => work(deps));
  return run;
}

/** The service on a time-skipping Temporal, and a folder for an operator's files. */
export interface ManagedService extends SkippingService {
  folder: string;
  /** A file of these lines; answers its path. */
  fileWith(...lines: string[]): Promise<string>;
}

/** Starts it. */
export async function startManagedService(): Promise<ManagedService> {
  const running = await startSkippingService();
  const folder = await mkdtemp(join(tmpdir(), 'management-'));
  return {
    ...running,
    folder,
    async fileWith(...lines) {
      const path = join(folder, `${crypto.randomUUID()}.txt`);
      await writeFile(path, lines.join('\n'));
      return path;
    },
    async close() {
      await running.close();
      await rm(folder, { recursive: true });
    },
  };
}
