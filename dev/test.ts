// npm test: every tier, or the named ones: dev/test.ts [unit|workflows|api|e2e]… [file filter]…
import { startVitest, type TestModule } from 'vitest/node';

const TIERS = ['unit', 'workflows', 'api', 'e2e'];

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
const tiers = args.filter((arg) => TIERS.includes(arg));
const filters = args.filter((arg) => !TIERS.includes(arg));

const vitest = await startVitest('test', filters, {
  run: true,
  watch: false,
  ...(tiers.length > 0 && { project: tiers }),
});
const { passed, failed, skipped } = count(vitest.state.getTestModules());
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const failures = failed + unhandled;
console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(passed === 0 || failures > 0 ? 1 : 0);
