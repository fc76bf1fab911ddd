import { runCommandLine } from '../../manage/run-command.ts';
import type { ManagementDeps } from '../../manage/work.ts';
import { isReachable } from '../../temporal/reachability.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import type { Service } from './service.ts';

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
  const attempts = createBoundedClient(client, config.temporal);
  const isTemporalReachable = () => isReachable(client);
  const deps = { pool, attempts, isTemporalReachable, operator: 'otto', output, ...replaced };
  run.exit = await runCommandLine(args, deps.output, (work) => work(deps));
  return run;
}
