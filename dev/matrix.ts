// npm run matrix: tries who may call what, and prints how much was tried, what came of it, and every hole.
import { join } from 'node:path';
import { startVitest, type TestCase } from 'vitest/node';
import type { Tally } from '../test/api/matrix/tally.ts';

const ROOT = join(import.meta.dirname, '..');
const COLUMNS = ['routes', 'requests', 'let in', 'refused', 'comparisons', 'holes'] as const;

type Line = Record<(typeof COLUMNS)[number], number>;

const hasPassed = (test: TestCase) => test.result().state === 'passed';

/** What was tried, added up by what it was. */
function addUp(tests: readonly TestCase[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const test of tests) {
    const { part, requests = 0, letIn = 0, refused = 0, comparisons = 0 }: Partial<Tally> = test.meta().tally ?? {};
    if (part === undefined) continue;
    const line = lines.get(part) ?? { routes: 0, requests: 0, 'let in': 0, refused: 0, comparisons: 0, holes: 0 };
    lines.set(part, {
      routes: line.routes + 1,
      requests: line.requests + requests,
      'let in': line['let in'] + letIn,
      refused: line.refused + refused,
      comparisons: line.comparisons + comparisons,
      holes: line.holes + (hasPassed(test) ? 0 : 1),
    });
  }
  return lines;
}

function showTable(lines: Map<string, Line>): string {
  const total = Object.fromEntries(
    COLUMNS.map((column) => [column, [...lines.values()].reduce((sum, line) => sum + line[column], 0)]),
  );
  const rows = [...lines, ['in all', total] as const].map(([part, line]) => [
    part,
    ...COLUMNS.map((column) => (line[column] ?? 0).toLocaleString('en')),
  ]);
  const all = [['', ...COLUMNS], ...rows];
  const widths = ['', ...COLUMNS].map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const show = (row: string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart((widths[at] ?? 0) + 2))).join('');
  return all.map(show).join('\n');
}

console.log('Asking every route as every kind of caller. This takes a minute or two.\n');
const vitest = await startVitest('test', ['test/api/matrix'], {
  root: ROOT,
  run: true,
  watch: false,
  reporters: [{}],
});
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
/** What kept tests from running. */
const broken = [...modules.flatMap((module) => module.errors()), ...vitest.state.getUnhandledErrors()];
await vitest.close();

console.log(showTable(addUp(tests)));
const failed = tests.filter((test) => !hasPassed(test));
for (const test of failed) {
  console.log(`\n${test.fullName}`);
  for (const { message } of test.result().errors ?? []) console.log(`  ${message.split('\n')[0]}`);
}
for (const error of broken) console.log(error);
const isWhole = failed.length + broken.length === 0 && tests.length > 0;
console.log(isWhole ? '\nNo holes.' : `\n${failed.length} of ${tests.length} tests failed or did not run.`);
process.exit(isWhole ? 0 : 1);
