import type { DataConverter } from '@temporalio/common';
import { listForReprojection } from '../../db/reprojection.ts';
import { dataConverterOf } from '../../temporal/encryption/data-converter.ts';
import type { ManagementDeps, Problem } from '../work.ts';
import { findGap, type Gap } from './comparison.ts';
import { fetchHistories, listRuns, type Run, type Scope } from './histories.ts';
import { replay, type History, type RetoldRun } from './replays.ts';
import { retellAttempt } from './retold-attempt.ts';

interface Options extends Scope {
  batchSize: number;
}

/** How many histories are fetched at a time. */
const AT_A_TIME = 10;

interface Fetched {
  run: Run;
  history: History;
}

/** The histories to replay, those of an attempt one after the other. */
async function* fetchAll({ client, output, signal }: ManagementDeps, runs: readonly Run[][], scope: Scope) {
  for (let from = 0; from < runs.length; from += AT_A_TIME) {
    if (signal?.aborted) return;
    const some = runs.slice(from, from + AT_A_TIME);
    const fetched = await Promise.all(some.map((each) => fetchHistories(client, each, scope)));
    yield* fetched.flat();
    output.progress(Math.min(from + AT_A_TIME, runs.length), runs.length);
  }
}

/** An attempt with what was told of its runs. */
interface Told {
  attemptCode: string;
  runs: RetoldRun[];
  /** Why one of them could not be replayed. */
  error: Error | null;
}

async function* byAttempt(histories: AsyncIterable<Fetched>, converter: DataConverter): AsyncGenerator<Told> {
  let last = null as Told | null;
  for await (const { run: fetched, told } of replay(histories, converter)) {
    const { attemptCode } = fetched.run;
    if (last !== null && last.attemptCode !== attemptCode) yield last;
    const { runs, error }: Omit<Told, 'attemptCode'> =
      last?.attemptCode === attemptCode ? last : { runs: [], error: null };
    last = told instanceof Error ? { attemptCode, runs, error: told } : { attemptCode, runs: [...runs, told], error };
  }
  if (last !== null) yield last;
}

/**
 * Replays what Temporal has of attempts and compares it with what Postgres has, which is read afterwards, so that an
 * attempt that goes on meanwhile is not taken for one that is behind.
 */
export async function findGaps(deps: ManagementDeps, options: Options): Promise<{ gaps: Gap[]; problems: Problem[] }> {
  const runs = [...(await listRuns(deps.client, options)).values()];
  const gaps: Gap[] = [];
  const problems: Problem[] = [];
  let batch: NonNullable<ReturnType<typeof retellAttempt>>[] = [];
  const compare = async () => {
    const known = await listForReprojection(
      deps.pool,
      batch.map(({ state }) => state.attemptCode),
    );
    const byCode = new Map(known.map((each) => [each.attemptCode, each]));
    gaps.push(...batch.flatMap((attempt) => findGap(attempt, byCode.get(attempt.state.attemptCode) ?? null) ?? []));
    batch = [];
  };
  for await (const { attemptCode, runs: told, error } of byAttempt(
    fetchAll(deps, runs, options),
    dataConverterOf(deps.config.temporal),
  )) {
    if (error)
      problems.push({ subject: `attempt ${attemptCode}`, problem: `its history tells nothing: ${error.message}` });
    const attempt = error ? null : retellAttempt(told);
    if (attempt?.isForked) {
      problems.push({
        subject: `attempt ${attempt.state.attemptId}`,
        problem: `its workflow ${attemptCode} was begun again from an older row; compare its two runs`,
      });
    } else if (attempt) batch.push(attempt);
    if (batch.length >= options.batchSize) await compare();
  }
  await compare();
  return { gaps, problems };
}
