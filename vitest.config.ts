import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { MixedSequencer } from './test/support/mixed-sequencer.ts';

/** Tiers of test/ that run together, one such project after the other; `servers` says whether they talk to real ones. */
function project(name: string, order: number, tiers: string[], servers: boolean): TestProjectConfiguration {
  return {
    test: {
      name,
      include: tiers.map((tier) => `test/${tier}/**/*.test.ts`),
      globalSetup: servers ? ['test/support/stack-setup.ts'] : [],
      sequence: { groupOrder: order },
      // Files that wait (for a killed process, for an exam's end) leave two cores to files that compute.
      maxWorkers: servers ? 5 : 3,
      // What a file needs is loaded once for all files of a worker: no test replaces modules or keeps state in them.
      isolate: false,
      // They only end what hangs: a machine that is busy with something else may take ten times as long.
      testTimeout: servers ? 400_000 : 120_000,
      hookTimeout: 600_000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      project('unit', 1, ['unit'], false),
      project(
        'servers',
        2,
        ['workflows', 'api', 'e2e', 'resilience', 'fuzz', 'model', 'mockprock', 'special-exams'],
        true,
      ),
    ],
    sequence: { sequencer: MixedSequencer },
    slowTestThreshold: 5_000,
    passWithNoTests: true,
  },
});
