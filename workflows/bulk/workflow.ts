import {
  CancellationScope,
  continueAsNew,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BulkActivities } from './activities.ts';
import { goOnSignal } from './messages.ts';

const { carryOutSome } = proxyActivities<BulkActivities>({
  startToCloseTimeout: '5 minutes',
  // A worker that dies is replaced within this time.
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  summary: 'the next attempts',
});

const { addLateStarters, finishBulk } = proxyActivities<BulkActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

async function carryOut(bulkId: string): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const { left, isHeldUp } = await carryOutSome(bulkId);
    if (left === 0) return;
    if (isHeldUp) await sleep(pause, { summary: 'attempts that could not be told' });
    pause = isHeldUp ? Math.min(2 * pause, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof bulkAct>(bulkId);
  }
}

/** A start that was under way when the act on its sitting began has been recorded, or refused, by then. */
const STARTS_UNDER_WAY = '15 seconds';

async function carryOutAll(bulkId: string): Promise<void> {
  const { isSitting } = await addLateStarters(bulkId);
  await carryOut(bulkId);
  if (!isSitting) return;
  await sleep(STARTS_UNDER_WAY, { summary: 'starts that were under way' });
  await addLateStarters(bulkId);
  await carryOut(bulkId);
}

/**
 * What somebody does to many attempts at once, until each has an outcome; whom it is for was captured before. Cancelling it
 * in the Temporal UI changes nothing: it is undone by its own call.
 */
export async function bulkAct(bulkId: string): Promise<void> {
  let asked = 1;
  setHandler(goOnSignal, () => {
    asked += 1;
  });
  await CancellationScope.nonCancellable(async () => {
    for (let heard = 0; heard < asked;) {
      heard = asked;
      await carryOutAll(bulkId);
      await finishBulk(bulkId);
    }
  });
}
