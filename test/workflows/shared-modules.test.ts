import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workflowBundle } from '../support/stack.ts';

/** What a worker runs once, before there is any workflow. */
function sharedModules(): string {
  const { codePath } = workflowBundle();
  const code = readFileSync(codePath, 'utf8');
  return /function preloadModules\(\) \{(.*?)\n\}/s.exec(code)?.[1] ?? '';
}

describe('the workflows of a worker', () => {
  it('share the rules, so that these take memory and time once', () => {
    const shared = sharedModules();
    const rules = globSync('rules/**/*.ts');
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((file) => !shared.includes(file))).toEqual([]);
  });
});
