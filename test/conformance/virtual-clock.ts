import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** The one clock of the server under test: Temporal's, which the API, the worker and the vendors follow. */
export interface VirtualClock {
  /** Epoch milliseconds. */
  now: () => number;
  /** Lets the time pass at once; what the workflows wait for meanwhile happens. */
  advance: (seconds: number) => Promise<void>;
}

/** Temporal's clock runs as fast as ours between two advances, so it is asked only after one. */
export async function startVirtualClock(env: TestWorkflowEnvironment): Promise<VirtualClock> {
  const aheadBy = async () => (await env.currentTimeMs()) - Date.now();
  let ahead = await aheadBy();
  return {
    now: () => Date.now() + ahead,
    async advance(seconds) {
      await env.sleep(seconds * 1000);
      ahead = await aheadBy();
    },
  };
}
