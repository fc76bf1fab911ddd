// Records the histories of this release: node test/histories/record.ts. Do it once per release, before it is published.
import { startVitest } from 'vitest/node';

const vitest = await startVitest('test', [], {
  config: false,
  run: true,
  watch: false,
  include: ['test/histories/recordings.ts'],
  globalSetup: ['test/support/stack-setup.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
});
const isRecorded = vitest.state.getTestModules().every((module) => module.ok());
await vitest.close();
process.exit(isRecorded ? 0 : 1);
