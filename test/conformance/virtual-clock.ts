import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** The one clock of the server under test: Temporal's, which the API, the worker and the vendors follow. */
export interface VirtualClock {
  /** Epoch milliseconds. */
  now: () => number;
  /** Lets the time pass at once; what the workflows wait for meanwhile happens. */
  advance: (seconds: number) => Promise<void>;
}

/** Work of the scenarios takes milliseconds. */
const STANDSTILL_MS = 5_000;

/**
 * Lets time pass. The server holds it while it believes that work is under way, and does so for ever when it has lost
 * count of an end, as happens on a busy machine; then one hold is taken away.
 */
async function skip(env: TestWorkflowEnvironment, milliseconds: number): Promise<void> {
  const takeOneAway = () => env.connection.testService?.unlockTimeSkipping({}).catch(() => undefined);
  const watch = setInterval(() => void takeOneAway(), STANDSTILL_MS);
  try {
    await env.sleep(milliseconds);
  } finally {
    clearInterval(watch);
  }
}

/** Temporal's clock runs as fast as ours between two advances, so it is asked only after one. */
export async function startVirtualClock(env: TestWorkflowEnvironment): Promise<VirtualClock> {
  const aheadBy = async () => (await env.currentTimeMs()) - Date.now();
  let ahead = await aheadBy();
  return {
    now: () => Date.now() + ahead,
    async advance(seconds) {
      await skip(env, seconds * 1000);
      ahead = await aheadBy();
    },
  };
}
