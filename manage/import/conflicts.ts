import { listAttemptsInTheWay } from '../../db/imported-attempts.ts';
import { listExamsInTheWay } from '../../db/imported-exams.ts';
import { listAllowancesInTheWay, listPoliciesInTheWay } from '../../db/imported-settings-of-exams.ts';
import { pages } from '../work.ts';
import type { ImportContext } from './context.ts';
import { toExam } from './exams.ts';
import { toAllowance, toPolicy } from './settings-of-exams.ts';
import { listAttempts, listRemovedAttempts } from './source/attempts.ts';
import { listById, type Page } from './source/reader.ts';
import { allowanceRow, examRow, policyRow, type AttemptRow } from './source/rows.ts';

/** Only ids are compared, so pages may be long. */
const PAGE = 2_000;

async function* inPages<Row extends { id: number }>(list: (page: Page) => Promise<Row[]>) {
  yield* pages(
    0,
    (afterId) => list({ afterId, limit: PAGE }),
    ({ id }) => id,
  );
}

const coded = (rows: readonly AttemptRow[]) =>
  rows.flatMap(({ id, attempt_code: code }) => (code === null ? [] : [{ id, code }]));

/**
 * Rows of the original whose ids or names something else has here, such as `exam 7`. Vendors and the LMS know exams and
 * attempts by them, so they cannot be given others.
 */
export async function* findConflicts({ source, pool }: ImportContext): AsyncGenerator<string> {
  for await (const rows of inPages((page) => listById(source, 'exam', examRow, page))) {
    for (const id of await listExamsInTheWay(pool, rows.map(toExam))) yield `exam ${id}`;
  }
  for await (const rows of inPages((page) => listById(source, 'policy', policyRow, page))) {
    for (const id of await listPoliciesInTheWay(pool, rows.map(toPolicy))) yield `review policy ${id}`;
  }
  for await (const rows of inPages((page) => listById(source, 'allowance', allowanceRow, page))) {
    for (const id of await listAllowancesInTheWay(pool, rows.map(toAllowance))) yield `allowance ${id}`;
  }
  for (const list of [listAttempts, listRemovedAttempts]) {
    for await (const rows of inPages((page) => list(source, page))) {
      for (const id of await listAttemptsInTheWay(pool, coded(rows))) yield `attempt ${id}`;
    }
  }
}
