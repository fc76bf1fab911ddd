// npm test: every tier but those that are asked for, or the named ones: dev/test.ts [tier]… [file filter]…
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countResults } from './count-results.ts';

const ROOT = join(import.meta.dirname, '..');
const TIERS = ['unit', 'workflows', 'api', 'e2e'];
/**
 * Run only when they are named: `resilience` and `model` take minutes, `mockprock` needs a program that nobody publishes,
 * and `special-exams` installs hundreds of packages.
 */
const ASKED_FOR = ['resilience', 'fuzz', 'model', 'mockprock', 'special-exams'];

/** Files of the tiers whose paths hold one of the filters. */
function filesOf(tiers: string[], filters: string[]): string[] {
  const all = tiers.flatMap((tier) => globSync(`test/${tier}/**/*.test.ts`, { cwd: ROOT }));
  return all.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
}

// An orderly exit, so that the servers of the run are ended too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const args = process.argv.slice(2);
const isTier = (arg: string) => [...TIERS, ...ASKED_FOR].includes(arg);
const named = args.filter(isTier);
const filters = args.filter((arg) => !isTier(arg));
const files = filesOf(named.length > 0 ? named : TIERS, filters);
if (files.length === 0) throw new Error(`No test file has ${filters.join(' or ')} in its path.`);

const vitest = await startVitest('test', files, { root: ROOT, run: true, watch: false });
const { passed, failed, skipped } = countResults(vitest.state.getTestModules());
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const failures = failed + unhandled;
console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(passed === 0 || failures > 0 ? 1 : 0);
