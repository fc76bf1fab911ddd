import { runCommandLine } from '../../manage/run-command.ts';
import type { ManagementDeps } from '../../manage/work.ts';
import { createTemporalGateway } from '../../api/temporal-gateway.ts';
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
  run.exit = await runCommandLine(args, {
    pool,
    temporal: createTemporalGateway(client, config.temporal),
    operator: 'otto',
    output: {
      line: (text) => void run.lines.push(text),
      problem: (text) => void run.problems.push(text),
      progress: (done, total) => void run.progress.push([done, total]),
    },
    ...replaced,
  });
  return run;
}
