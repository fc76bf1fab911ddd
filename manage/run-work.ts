import { setTimeout as delay } from 'node:timers/promises';
import { AttemptRefusedError } from '../workflows/refusals.ts';
import { explain, reasonOf } from './explain.ts';
import type { ManagementDeps, Problem, Task, Work } from './work.ts';

export interface RunOptions {
  dryRun: boolean;
  /** Pause between two batches. */
  pauseMs: number;
}

/** How many tasks ended in which way. */
export interface Tally {
  changed: number;
  unchanged: number;
  failed: number;
  /** Why the work ended before everything was processed. */
  stopped: string | null;
}

/** Whether it makes no sense to go on, because every further task would fail too. */
async function isOutage(error: unknown, { isTemporalReachable }: ManagementDeps): Promise<boolean> {
  const reason = reasonOf(error);
  return reason === 'database_unavailable' || (reason === 'temporal_unavailable' && !(await isTemporalReachable()));
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {});
}

/** Goes through the work in order, one task at a time, and reports what fails. A dry run only shows the tasks. */
export async function runWork(deps: ManagementDeps, { total, batches }: Work, options: RunOptions): Promise<Tally> {
  const { output, signal } = deps;
  const tally: Tally = { changed: 0, unchanged: 0, failed: 0, stopped: null };
  const seen = () => tally.changed + tally.unchanged + tally.failed;

  async function take(item: Task | Problem): Promise<void> {
    if ('problem' in item) {
      tally.failed += 1;
      output.problem(`${item.subject}: ${item.problem}`);
    } else if (options.dryRun) {
      if (item.foreseen) throw new AttemptRefusedError(item.foreseen);
      tally.changed += 1;
      output.line(`${item.subject}: ${item.plan}`);
    } else {
      tally[(await item.perform()) ? 'changed' : 'unchanged'] += 1;
    }
  }

  output.progress(0, total);
  for await (const batch of batches) {
    if (seen() > 0 && !options.dryRun) await pause(options.pauseMs, signal);
    for (const item of batch) {
      if (signal?.aborted) return { ...tally, stopped: 'interrupted' };
      try {
        await take(item);
      } catch (error) {
        tally.failed += 1;
        output.problem(`${item.subject}: ${explain(error)}`);
        if (await isOutage(error, deps)) return { ...tally, stopped: explain(error) };
      }
      output.progress(seen(), total);
    }
  }
  return tally;
}
