import { createContext, runInContext } from 'node:vm';
import { GlobalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveUntraced } from '../../../workflows/untraced-promises.ts';

const handlers = new GlobalHandlers();
const activator = {
  info: { runId: 'the run' },
  promiseStackStore: { promiseToStack: new Map<unknown, unknown>(), childToParent: new Map<unknown, unknown>() },
};

/** A sandbox with one workflow, in which no text can be compiled to a function. */
function sandboxWith({ frames }: { frames: number }) {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const inside = runInContext('globalThis', context) as typeof globalThis;
  Object.assign(inside, { __TEMPORAL_ACTIVATOR__: activator });
  inside.Error.stackTraceLimit = frames;
  leaveUntraced(inside);
  return { inside, makePromise: () => runInContext('Promise.resolve(1)', context) as object };
}

describe('promises of a sandbox, watched by the SDK', () => {
  beforeEach(() => handlers.install());
  afterEach(() => handlers.uninstall());

  it('are made without compiling anything where no stack traces are kept', () => {
    const { makePromise } = sandboxWith({ frames: 0 });
    expect(makePromise()).toMatchObject({ runId: 'the run' });
    expect(activator.promiseStackStore.promiseToStack.size).toBe(0);
  });

  it('are left to the SDK where they are kept', () => {
    const { inside } = sandboxWith({ frames: 10 });
    expect(inside.Promise.constructor).toBe(inside.Function);
  });
});
