import type { Budget } from '../budgets.ts';
import { COUNT_OF_ALL, type ReadCost } from './reads.ts';

/** Tables that grow with the attempts; a read that goes through one of them takes longer every year. */
const GROWING = ['attempt', 'attempt_group', 'attempt_group_count', 'person', 'allowance', 'exam_history'];

/** Of a search, mostly for the trigrams that many names have; everything else takes a third of it. */
const MOST_BUFFERS = 800;
/** A year's days and the minutes of one day, besides the rows themselves. */
const MOST_ROWS = 3_000;

/** What the reads of the largest of the courses may take, except the one that takes what it finds. */
export function growthBudgets(costs: readonly ReadCost[]): Budget[] {
  const largest = Math.max(...costs.map(({ attempts }) => attempts));
  return costs
    .filter(({ attempts, read }) => attempts === largest && read !== COUNT_OF_ALL)
    .flatMap(({ read, buffers, rows, wholeTables }) => {
      const work = `${read}, of ${attempts(largest)}`;
      return [
        { work: `${work}: buffers`, figure: buffers, atMost: MOST_BUFFERS },
        { work: `${work}: rows`, figure: rows, atMost: MOST_ROWS },
        {
          work: `${work}: growing tables read from end to end`,
          figure: wholeTables.filter((table) => GROWING.includes(table)).length,
          atMost: 0,
        },
      ];
    });
}

const attempts = (count: number) => `${count.toLocaleString('en-US')} attempts`;
