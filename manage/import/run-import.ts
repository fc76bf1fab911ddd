import { setTimeout as delay } from 'node:timers/promises';
import { openDatabaseClock } from '../../db/clock.ts';
import { saveHighestIds } from '../../db/imported-settings-of-exams.ts';
import { createVendorRegistry } from '../../vendors/registry.ts';
import { explain } from '../explain.ts';
import type { ManagementDeps } from '../work.ts';
import { importAttempts } from './attempts.ts';
import { findConflicts } from './conflicts.ts';
import { Interrupted, type ImportContext, type ImportOptions } from './context.ts';
import { importExams } from './exams.ts';
import { createReport } from './report.ts';
import { importReviews } from './reviews.ts';
import { importAllowances, importPolicies } from './settings-of-exams.ts';
import { openSource } from './source/open.ts';
import { countRows, createReader, findHighestId, type SourceReader } from './source/reader.ts';

/** What an operator chose; instants are epoch milliseconds. */
export interface ImportWishes extends Pick<ImportOptions, 'dryRun' | 'batchSize' | 'onlyEnded' | 'endsSince'> {
  from: string;
  pauseMs: number;
  silentForMs: number;
}

const MOST_NAMED = 20;

/** The highest ids that the original has given, to removed rows too. */
async function readHighestIds(source: SourceReader) {
  const { attempt, snapshots, archive } = {
    attempt: await findHighestId(source, 'attempt'),
    snapshots: await findHighestId(source, 'snapshots'),
    archive: await findHighestId(source, 'archive', 'attempt_id'),
  };
  return {
    exam: await findHighestId(source, 'exam'),
    review_policy: Math.max(
      await findHighestId(source, 'policy'),
      await findHighestId(source, 'policyHistory', 'original_id'),
    ),
    allowance: await findHighestId(source, 'allowance'),
    attempt: Math.max(attempt, snapshots, archive),
  };
}

/** Tells of rows whose ids are taken; whether there are any. */
async function refuseConflicts(context: ImportContext, output: ManagementDeps['output']): Promise<boolean> {
  let found = 0;
  for await (const subject of findConflicts(context)) {
    found += 1;
    if (found <= MOST_NAMED) output.problem(`${subject}: something else has its id, or it has another id here`);
  }
  if (found === 0) return false;
  output.line(
    `Refused: ${found} ids of the original are taken here. Nothing was changed. Import into an empty database.`,
  );
  return true;
}

async function importAll(context: ImportContext): Promise<void> {
  const { source, pool, options } = context;
  if (!options.dryRun) await saveHighestIds(pool, await readHighestIds(source));
  await importExams(context);
  await importPolicies(context);
  await importAllowances(context);
  await importAttempts(context);
  await importReviews(context);
}

async function openContext(deps: ManagementDeps, wishes: ImportWishes, source: SourceReader): Promise<ImportContext> {
  const { config, pool, output, signal, revive } = deps;
  const clock = await openDatabaseClock(pool);
  const now = clock.now();
  clock.close();
  const total = (await countRows(source, 'attempt')) + 1;
  let done = 0;
  return {
    source,
    pool,
    vendors: await createVendorRegistry(config),
    allowTimedOutState: config.flags.allowTimedOutState,
    now,
    options: { ...wishes, silentUntil: now + wishes.silentForMs },
    report: createReport(output),
    revive,
    met: new Map(),
    async afterBatch(rows) {
      done += rows;
      output.progress(Math.min(done, total - 1), total);
      if (wishes.pauseMs > 0 && !wishes.dryRun) await delay(wishes.pauseMs);
      if (signal?.aborted) throw new Interrupted();
    },
  };
}

/** Why it ended early; null for a fault of our own, which is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof Interrupted) return 'interrupted';
  return explain(error);
}

/**
 * Brings over what a running edx-proctoring has stored, and reports what became of it; returns whether all of it was. Each
 * batch is written as a whole, so that it may stop anywhere, and be repeated from the beginning.
 */
export async function runImport(deps: ManagementDeps, wishes: ImportWishes): Promise<boolean> {
  const { output } = deps;
  const database = await openSource(wishes.from);
  try {
    const context = await openContext(deps, wishes, await createReader(database));
    if (await refuseConflicts(context, output)) return false;
    let stopped: string | null = null;
    try {
      await importAll(context);
    } catch (error) {
      stopped = reasonOf(error);
    }
    output.progress(1, 1);
    for (const line of context.report.lines()) output.line(line);
    if (stopped !== null)
      output.line(`Stopped (${stopped}). What was written stays; the same command goes on from there.`);
    else output.line(wishes.dryRun ? 'Dry run, nothing was changed.' : 'Done.');
    return stopped === null && context.report.isComplete();
  } finally {
    await database.close().catch(() => {});
  }
}
