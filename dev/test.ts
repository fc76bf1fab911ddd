// npm test: every tier but those that are asked for, or the named ones: dev/test.ts [tier]… [file filter]…
import { startVitest, type TestModule } from 'vitest/node';

const TIERS = ['unit', 'workflows', 'api', 'e2e'];
/** Run only when they are named: `model` takes minutes, `mockprock` needs a program that nobody publishes. */
const ASKED_FOR = ['model', 'mockprock'];

/** Counts results; a file that could not be loaded is one failure. */
function count(modules: readonly TestModule[]) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state).length;
  const broken = modules.filter((module) => !module.ok() && module.errors().length > 0).length;
  return { passed: inState('passed'), failed: inState('failed') + broken, skipped: inState('skipped') };
}

// An orderly exit, so that the servers of the run are ended too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const args = process.argv.slice(2);
const isTier = (arg: string) => [...TIERS, ...ASKED_FOR].includes(arg);
const named = args.filter(isTier);
const filters = args.filter((arg) => !isTier(arg));

const vitest = await startVitest('test', filters, {
  run: true,
  watch: false,
  project: named.length > 0 ? named : TIERS,
});
const { passed, failed, skipped } = count(vitest.state.getTestModules());
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const failures = failed + unhandled;
console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(passed === 0 || failures > 0 ? 1 : 0);
