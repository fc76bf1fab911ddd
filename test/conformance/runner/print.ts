import type { ScenarioReport } from './check.ts';

const SHOWN_DIFFERENCES = 8;
const SHOWN_CHARACTERS = 300;

const shown = (value: unknown) => JSON.stringify(value).slice(0, SHOWN_CHARACTERS);

/** One line for a scenario and, unless `quiet`, the differences of each step. */
export function printReport({ scenario, passed, failed, diffs }: ScenarioReport, quiet: boolean): void {
  if (!quiet || failed > 0)
    console.log(`${failed > 0 ? 'FAIL' : 'ok  '} ${scenario}  ${passed} passed, ${failed} failed`);
  if (quiet) return;
  for (const { step, label, diff } of diffs) {
    console.log(`   step ${step} ${label}`);
    for (const { path, expected, found } of diff.slice(0, SHOWN_DIFFERENCES)) {
      console.log(`      ${path}\n        expected ${shown(expected)}\n        got      ${shown(found)}`);
    }
    if (diff.length > SHOWN_DIFFERENCES) console.log(`      ... ${diff.length - SHOWN_DIFFERENCES} more`);
  }
}
