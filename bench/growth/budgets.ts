import type { Budget } from '../budgets.ts';
import { EXAMS } from './fill.ts';
import { COUNT_OF_ALL, TARGETS_OF_EXAM, type ReadCost } from './reads.ts';

/** Tables that grow with the attempts; a read that goes through one of them takes longer every year. */
const GROWING = ['attempt', 'attempt_group', 'attempt_group_count', 'person', 'allowance', 'exam_history'];

/** Of a search, mostly for the trigrams that many names have; everything else takes a third of it. */
const MOST_BUFFERS = 800;
/** A year's days and the minutes of one day, besides the rows themselves. */
const MOST_ROWS = 3_000;

/** Buffers and rows for each attempt of an exam, of a read that goes through all of them. */
const MOST_OF_EACH = 6;

function mostOf({ read, attempts }: ReadCost): { buffers: number; rows: number } {
  if (read !== TARGETS_OF_EXAM) return { buffers: MOST_BUFFERS, rows: MOST_ROWS };
  const most = (MOST_OF_EACH * attempts) / EXAMS;
  return { buffers: most, rows: most };
}

/** What the reads of the largest of the courses may take, except the one that takes what it finds. */
export function growthBudgets(costs: readonly ReadCost[]): Budget[] {
  const largest = Math.max(...costs.map(({ attempts }) => attempts));
  return costs
    .filter(({ attempts, read }) => attempts === largest && read !== COUNT_OF_ALL)
    .flatMap((cost) => {
      const { read, buffers, rows, wholeTables } = cost;
      const work = `${read}, of ${attempts(largest)}`;
      const most = mostOf(cost);
      return [
        { work: `${work}: buffers`, figure: buffers, atMost: most.buffers },
        { work: `${work}: rows`, figure: rows, atMost: most.rows },
        {
          work: `${work}: growing tables read from end to end`,
          figure: wholeTables.filter((table) => GROWING.includes(table)).length,
          atMost: 0,
        },
      ];
    });
}

const attempts = (count: number) => `${count.toLocaleString('en-US')} attempts`;
