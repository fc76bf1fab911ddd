import { UniqueIntegrityConstraintViolationError } from 'slonik';
import { saveHighestIds } from '../../db/imported-settings-of-exams.ts';
import { createVendorRegistry } from '../../vendors/registry.ts';
import type { CommonValues } from '../command.ts';
import { runWork } from '../run-work.ts';
import { oneBatch, type ManagementDeps, type Problem, type Task } from '../work.ts';
import { describeGap, type Gap } from './comparison.ts';
import { findGaps } from './find-gaps.ts';
import { findObstacles } from './find-obstacles.ts';
import { writeGaps } from './write-gaps.ts';

const subjectOf = (gaps: readonly Gap[]) => gaps.map(({ attempt }) => `attempt ${attempt.state.attemptId}`).join(', ');

/** Ids that Temporal knows are not given again, whether or not what has them can be written. */
async function keepIds({ pool }: ManagementDeps, gaps: readonly Gap[]): Promise<void> {
  const highest = (ids: readonly number[]) => ids.reduce((one, other) => Math.max(one, other), 0);
  await saveHighestIds(pool, {
    attempt: highest(gaps.map(({ attempt }) => attempt.state.attemptId)),
    exam: highest(gaps.map(({ attempt }) => attempt.state.exam.id)),
  });
}

/** Writes the attempts of a learner on an exam; says so if the learner has begun another one in the meantime. */
async function write({ pool }: ManagementDeps, gaps: readonly Gap[], vendors: Parameters<typeof writeGaps>[2]) {
  try {
    await writeGaps(pool, gaps, vendors);
    return true;
  } catch (error) {
    if (!(error instanceof UniqueIntegrityConstraintViolationError)) throw error;
    throw new Error('the learner has begun another attempt on the exam since', { cause: error });
  }
}

/** Re-projects every attempt whose workflow knows more than Postgres; whether all could be. */
export async function runReprojection(
  deps: ManagementDeps,
  { since, dryRun, batchSize, pauseMs }: CommonValues & { since: number | null },
): Promise<boolean> {
  const { config, pool, output } = deps;
  const vendors = await createVendorRegistry(config, { now: Date.now });
  const { gaps, problems } = await findGaps(deps, { taskQueue: config.temporal.taskQueue, since, batchSize });
  if (!dryRun) await keepIds(deps, gaps);
  const obstacleOf = await findObstacles(pool, gaps);
  const items: (Task | Problem)[] = [...problems];
  const byPlace = Map.groupBy(gaps, ({ attempt: { state } }) => `${state.userId}/${state.exam.id}`);
  for (const together of byPlace.values()) {
    const subject = subjectOf(together);
    const problem = together.map(obstacleOf).find((each) => each !== null);
    const plan = together.map(describeGap).join(' | ');
    if (problem !== undefined) items.push({ subject, problem: `${problem} (${plan})` });
    else items.push({ subject, plan, perform: () => write(deps, together, vendors) });
  }
  const tally = await runWork(deps, { total: items.length, batches: oneBatch(...items) }, { dryRun, pauseMs });
  const reviewless = gaps.filter(({ lacksReview }) => lacksReview);
  for (const gap of reviewless) output.line(`${subjectOf([gap])}: have its review sent again`);
  const said = dryRun ? 'Dry run, nothing was changed' : 'Done';
  output.line(`${said}: ${tally.changed} ${dryRun ? 'can be written' : 'written'}, ${tally.failed} cannot.`);
  return tally.failed === 0 && tally.stopped === null;
}
