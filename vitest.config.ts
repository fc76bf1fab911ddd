import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** A tier: a folder of test/, run after the tiers before it; `servers` says whether its tests talk to real ones. */
function tier(name: string, order: number, servers: boolean): TestProjectConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: servers ? ['test/support/stack-setup.ts'] : [],
      sequence: { groupOrder: order },
      // Two cores are shared with Postgres and Temporal; whole stacks are started one after the other.
      maxWorkers: name === 'e2e' ? 1 : 2,
      testTimeout: servers ? 120_000 : 30_000,
      hookTimeout: 120_000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [tier('unit', 1, false), tier('workflows', 2, true), tier('api', 3, true), tier('e2e', 4, true)],
    slowTestThreshold: 5_000,
    passWithNoTests: true,
  },
});
