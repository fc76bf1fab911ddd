import { expect, it } from 'vitest';
import { countCached } from '../../../activities/workflow-cache.ts';
import { readConfig } from '../../../config.ts';

it('the memory for attempts is a setting, and leaves headroom over what was measured for one', () => {
  const cacheOf = (mib: string) => readConfig({ WORKFLOW_CACHE_MIB: mib }).temporal.workflowCacheMib;
  for (const mib of [256, 1024, 4096]) {
    const count = countCached(cacheOf(String(mib)));
    expect(count * 0.31).toBeLessThan(mib * 0.85);
    expect(count * 0.31).toBeGreaterThan(mib * 0.75);
  }
  expect(() => cacheOf('0')).toThrow('WORKFLOW_CACHE_MIB');
});
