import type { CheckResult } from './check.ts';

const MARKS = { passed: 'pass', failed: 'FAIL', skipped: 'skip' } as const;

/** One check for people. */
export function describeResult({ title, outcome, problems }: CheckResult): string {
  return [`${MARKS[outcome]}  ${title}`, ...problems.map((problem) => `      ${problem}`)].join('\n');
}

/** The last line: how many ended in which way. */
export function summarise(results: readonly CheckResult[]): string {
  const count = (wanted: CheckResult['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}
