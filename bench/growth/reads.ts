import type { DatabasePool } from 'slonik';
import { listAttemptsOfExam } from '../../db/attempt-batches.ts';
import {
  findAttempt,
  findAttemptByExternalId,
  findLatestAttempt,
  listAttemptsByExternalId,
  listRunningAttempts,
} from '../../db/attempts.ts';
import { listActiveExams } from '../../db/exams.ts';
import { countGroupsFound, countGroupsOfCourse, listAttemptGroups } from '../../db/grouped-attempts.ts';
import { listLearnersWithAttempts } from '../../db/people-lookups.ts';
import { openPool } from '../../db/pool.ts';
import { Counters } from '../counters.ts';
import { courseOf, fillCourse, nameOfSought, soughtLearner } from './fill.ts';
import { explainAll, type ExplainOptions, type Work } from './plans.ts';

const PAGE = 25;

/** The one read that takes time in proportion to what it finds; its answer is remembered. */
export const COUNT_OF_ALL = 'search for everybody: count';

/** The reads of a course with so many attempts, by name. */
async function readsOf(pool: DatabasePool, attempts: number): Promise<Record<string, () => Promise<unknown>>> {
  const courseId = courseOf(attempts);
  const learner = soughtLearner(attempts);
  const [exam] = await listActiveExams(pool, courseId);
  if (!exam) throw new Error('The course has exams.');
  const one = nameOfSought(attempts);
  const atVendor = `vendor-${exam.id}-${learner}`;
  const latest = await findLatestAttempt(pool, learner, exam.id);
  const pageOf = (search: string | null, offset: number) => () =>
    listAttemptGroups(pool, { courseId, search }, { limit: PAGE, offset });
  return {
    'list: count': () => countGroupsOfCourse(pool, courseId),
    'list: first page': pageOf(null, 0),
    'list: middle page': pageOf(null, Math.floor(attempts / 2)),
    'list: last page': pageOf(null, attempts - PAGE),
    'search for one learner: count': () => countGroupsFound(pool, courseId, one),
    'search for one learner: page': pageOf(one, 0),
    'search for nobody: page': pageOf('nobody-at-all', 0),
    'search for everybody: page': pageOf('learner', 0),
    [COUNT_OF_ALL]: () => countGroupsFound(pool, courseId, 'learner'),
    'an attempt': () => findAttempt(pool, latest?.id ?? 0),
    "a learner's latest attempt": () => findLatestAttempt(pool, learner, exam.id),
    "a learner's running attempts": () => listRunningAttempts(pool, [learner]),
    "attempts by the vendor's id": () => listAttemptsByExternalId(pool, atVendor),
    "a recording by the vendor's id": () => findAttemptByExternalId(pool, exam.id, atVendor),
    "the next 100 of an exam's attempts": () => listAttemptsOfExam(pool, exam.id, { afterId: 0, limit: 100 }),
    "a course's learners by part of a name": () => listLearnersWithAttempts(pool, courseId, one),
  };
}

/** What each read of a course costs. */
export interface ReadCost extends Work {
  read: string;
  attempts: number;
}

/** Makes courses of these sizes in a database without others, and explains the statements of every read of them. */
export async function costsOfCourses(
  databaseUrl: string,
  sizes: readonly number[],
  options: ExplainOptions = {},
): Promise<ReadCost[]> {
  for (const attempts of sizes) await fillCourse(databaseUrl, attempts);
  const counters = new Counters();
  const pool = await openPool(databaseUrl, { onStatement: counters.onStatement });
  try {
    const costs: ReadCost[] = [];
    for (const attempts of sizes) {
      for (const [name, read] of Object.entries(await readsOf(pool, attempts))) {
        counters.take();
        await read();
        costs.push({ read: name, attempts, ...(await explainAll(databaseUrl, counters.take().statements, options)) });
      }
    }
    return costs;
  } finally {
    await pool.end();
  }
}
