import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workflowBundle } from '../support/stack.ts';

/** What a worker runs once, before there is any workflow. */
function sharedModules(): string {
  const { codePath } = workflowBundle();
  const code = readFileSync(codePath, 'utf8');
  return /function preloadModules\(\) \{(.*?)\n\}/s.exec(code)?.[1] ?? '';
}

/** What carries traces is run once for each workflow. */
const OF_EACH = 'workflows/tracing.ts';
/** Something of a module's own that may change: a variable, or a collection that is not marked as read only. */
const KEEPS_STATE = /^(export )?(let|var) |^(export )?const \w+ = new |^(export )?const \w+(: [^=]*\[\])? = \[\]/m;

describe('the workflows of a worker', () => {
  it('share their code, so that it takes memory and time once', () => {
    const shared = sharedModules();
    expect(shared).toContain('workflows/index.ts');
    expect(shared).toContain('workflows/readable-payloads.ts');
  });

  it('keep nothing in modules, which would be what another workflow finds there', () => {
    const modules = globSync(['workflows/**/*.ts', 'rules/**/*.ts']).filter((file) => file !== OF_EACH);
    expect(modules.length).toBeGreaterThan(80);
    expect(modules.filter((file) => KEEPS_STATE.test(readFileSync(file, 'utf8')))).toEqual([]);
    expect(readFileSync(OF_EACH, 'utf8')).toMatch(KEEPS_STATE);
  });
});
