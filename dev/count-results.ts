import type { TestModule } from 'vitest/node';

export interface Results {
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts the tests of a run; a file that could not be loaded is one failure, and so is a group whose preparation failed. */
export function countResults(modules: readonly TestModule[]): Results {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state).length;
  const broken = groups.filter((group) => group.errors().length > 0).length;
  return { passed: inState('passed'), failed: inState('failed') + broken, skipped: inState('skipped') };
}
