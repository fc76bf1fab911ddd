import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** A tier: a folder of test/; `servers` says whether its tests talk to real ones. */
function tier(name: string, order: number, servers: boolean): TestProjectConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: servers ? ['test/support/stack-setup.ts'] : [],
      sequence: { groupOrder: order },
      maxWorkers: servers ? 4 : 2,
      // What a file needs is loaded once for all files of a worker: no test replaces modules or keeps state in them.
      isolate: false,
      testTimeout: servers ? 120_000 : 30_000,
      hookTimeout: 120_000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      tier('unit', 1, false),
      ...['e2e', 'workflows', 'api', 'model', 'mockprock'].map((name) => tier(name, 2, true)),
    ],
    slowTestThreshold: 5_000,
    passWithNoTests: true,
  },
});
