// Records the histories of this release: node test/histories/record.ts. Do it once per release, before it is published, and
// under another name (node test/histories/record.ts NAME) where the order of commands changes in between.
import { startVitest } from 'vitest/node';
import packageJson from '../../package.json' with { type: 'json' };

const [name = packageJson.version] = process.argv.slice(2);

const vitest = await startVitest('test', [], {
  config: false,
  run: true,
  watch: false,
  include: ['test/histories/recordings.ts'],
  globalSetup: ['test/support/stack-setup.ts'],
  env: { RECORDED_AS: name },
  testTimeout: 60_000,
  hookTimeout: 120_000,
});
const isRecorded = vitest.state.getTestModules().every((module) => module.ok());
await vitest.close();
process.exit(isRecorded ? 0 : 1);
