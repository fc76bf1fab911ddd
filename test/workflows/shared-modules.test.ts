import { AsyncLocalStorage } from 'node:async_hooks';
import { globSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { workflowBundle } from '../support/stack.ts';

/** Modules of ours that a worker runs once, before there is any workflow, and those that each workflow runs for itself. */
function runBundle(): { once: string[]; each: string[] } {
  const modules: Record<string, unknown> = {};
  const context = createContext({
    AsyncLocalStorage,
    TextEncoder,
    TextDecoder,
    URL,
    __webpack_module_cache__: modules,
  });
  runInContext(readFileSync(workflowBundle().codePath, 'utf8'), context);
  const listOurs = () => Object.keys(modules).filter((name) => /^\.\/(workflows|rules)\//.test(name));
  runInContext('__TEMPORAL__.preloadModules()', context);
  const once = listOurs();
  runInContext('__TEMPORAL__.importWorkflows(); __TEMPORAL__.importInterceptors()', context);
  return { once, each: listOurs().filter((name) => !once.includes(name)) };
}

/** What carries traces is run once for each workflow. */
const OF_EACH = 'workflows/tracing.ts';
/** Something of a module's own that may change: a variable, or a collection that is not marked as read only. */
const KEEPS_STATE = /^(export )?(let|var) |^(export )?const \w+ = new |^(export )?const \w+(: [^=]*\[\])? = \[\]/m;

describe('the workflows of a worker', () => {
  it('share the rules and their code, so that these take memory and time once', () => {
    const { once, each } = runBundle();
    expect(once.filter((name) => name.startsWith('./rules/')).length).toBeGreaterThan(30);
    expect(once).toContain('./workflows/exam-attempt/workflow.ts');
    expect(once).toContain('./workflows/readable-payloads.ts');
    expect(each.filter((name) => name !== './workflows/trace-header.ts')).toEqual([`./${OF_EACH}`]);
  });

  it('keep nothing in modules, which would be what another workflow finds there', () => {
    const modules = globSync(['workflows/**/*.ts', 'rules/**/*.ts']).filter((file) => file !== OF_EACH);
    expect(modules.length).toBeGreaterThan(80);
    expect(modules.filter((file) => KEEPS_STATE.test(readFileSync(file, 'utf8')))).toEqual([]);
    expect(readFileSync(OF_EACH, 'utf8')).toMatch(KEEPS_STATE);
  });
});
