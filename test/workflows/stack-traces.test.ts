import { describe, expect, it } from 'vitest';
import { handleOf, newCode } from '../support/attempt-records.ts';
import { creationRequest, startServiceOnDevServer } from '../support/service.ts';

/** What the Temporal UI shows as the call stack of an attempt, from a worker with these settings. */
async function callStackWith(env: Record<string, string>): Promise<string> {
  const service = await startServiceOnDevServer({ env });
  const stopWorker = await service.startWorker();
  try {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    return await handleOf(service, code).query<string>('__stack_trace');
  } finally {
    await stopWorker();
    await service.close();
  }
}

describe('the call stack of an attempt', () => {
  it('is not kept, because every attempt would pay for it', async () => {
    expect(await callStackWith({})).not.toMatch(/\bat \S/);
    expect(new Error('outside of workflows').stack).toContain('stack-traces.test.ts');
  });

  it('is kept where the settings say so', async () => {
    expect(await callStackWith({ WORKFLOW_STACK_TRACES: 'true' })).toMatch(/\bat \S.*workflow/);
  });
});
