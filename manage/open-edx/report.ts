import type { Finding } from './finding.ts';

const MARKS = { set: 'set', missing: 'MISSING', unseen: 'unseen' } as const;
const VALUE_INDENT = '           ';

function describeFinding({ place, setting, state, seen, value }: Finding): string {
  const head = `${MARKS[state].padEnd(8)} ${place}: ${setting} (${seen})`;
  return value === null ? head : [head, ...value.split('\n').map((line) => VALUE_INDENT + line)].join('\n');
}

/** The findings for people, each with what to paste below it; the last line counts them. */
export function describeFindings(findings: readonly Finding[]): string {
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  return [
    ...findings.map(describeFinding),
    '',
    `${count('set')} set, ${count('missing')} missing, ${count('unseen')} cannot be seen from outside`,
  ].join('\n');
}
