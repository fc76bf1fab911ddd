import { table } from '../tables.ts';
import type { ReadCost } from './reads.ts';

const number = (value: number) => value.toLocaleString('en-US');

/** A row for each read, with its milliseconds and buffers at each size. */
export function growthTable(costs: readonly ReadCost[]): string {
  const sizes = [...new Set(costs.map(({ attempts }) => attempts))];
  const rows = [...Map.groupBy(costs, ({ read }) => read)].map(([read, all]) => [
    read,
    ...all.map(({ milliseconds, buffers, rows }) => `${milliseconds.toFixed(2)} ms, ${buffers} buffers, ${rows} rows`),
  ]);
  return table(['read', ...sizes.map(number)], rows);
}

/** The page that keeps how Postgres carries the reads of the largest course out. */
export function plansPage(costs: readonly ReadCost[]): string {
  const largest = Math.max(...costs.map(({ attempts }) => attempts));
  const plans = costs
    .filter(({ attempts }) => attempts === largest)
    .map(({ read, plan }) => `## ${read}\n\n\`\`\`\n${plan}\n\`\`\`\n`);
  return `# Plans

How Postgres carries out the reads that could grow, in a course with ${number(largest)} attempts beside smaller ones in the same
database. Times are those of a second run, all statements of a read together. \`npm run bench:growth -- --write\` writes this page;
\`test/api/budgets.test.ts\` checks buffers, rows and that no growing table is read from end to end, in a course with 100,000.

- **A page of the list** is found by its number: the counts of days and then of the minutes of one day are added up from the newest,
  and only the rows of one minute are skipped. The trigger of an attempt that comes or goes only adds a row to
  \`attempt_group_change\`, so no two changes of a course wait for one another; readers add those rows to the counts, and an API
  process moves them there when they become many, and once an hour.
- **A search** takes time in proportion to what it finds. The count of one that finds everybody goes through the course or through all
  people, whichever is shorter, and is then remembered for half a minute. Fewer than three letters or digits in a row have no trigrams: the course's learners are gone through.

${growthTable(costs)}

${plans.join('\n')}`;
}
