import {
  allHandlersFinished,
  condition,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Change, ChangeActivities } from './activities.ts';
import { deliverSignal, deliverUpdate } from './messages.ts';

const store = proxyLocalActivities<ChangeActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const UNTIL_DONE = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
} as const;

const vendor = proxyActivities<ChangeActivities>({ ...UNTIL_DONE, summary: 'vendor: exam saved' });
const retirement = proxyActivities<ChangeActivities>({ ...UNTIL_DONE, summary: 'vendor: learner retired' });
const lms = proxyActivities<ChangeActivities>({ ...UNTIL_DONE, summary: 'LMS: tracking event' });
const attempts = proxyActivities<ChangeActivities>({ ...UNTIL_DONE, summary: 'extra time for the running attempt' });

async function unlessRefused(step: Promise<void>, change: Change): Promise<void> {
  try {
    await step;
  } catch (error) {
    // Tried until done unless refused for good; then the rest of the delivery must not wait for it.
    log.error('change refused', { change: change.id, kind: change.kind, error: String(error) });
  }
}

async function deliver(change: Change): Promise<void> {
  switch (change.kind) {
    case 'exam-saved':
      await unlessRefused(lms.trackChange(change), change);
      return unlessRefused(vendor.saveExamAtVendor(change), change);
    case 'policy-saved':
      return unlessRefused(vendor.saveExamAtVendor(change), change);
    case 'retirement-due':
      return unlessRefused(retirement.retireAtVendor(change), change);
    case 'allowance-changed':
      if (change.payload.key === 'additional_time_granted') {
        await unlessRefused(attempts.extendRunningAttempt(change), change);
      }
      return unlessRefused(lms.trackChange(change), change);
  }
}

/** Delivers the stored changes of one subject, in order, until none is left. */
export async function changeDelivery(subject: string): Promise<void> {
  let asked = 0;
  let done = -1;
  setHandler(deliverSignal, () => {
    asked += 1;
  });
  setHandler(deliverUpdate, async () => {
    asked += 1;
    const mine = asked;
    await condition(() => done >= mine);
  });
  while (done < asked) {
    const round = asked;
    for (let change = await store.nextChange(subject); change; change = await store.nextChange(subject)) {
      await deliver(change);
      await store.finishChange(change.id);
    }
    done = round;
  }
  await condition(allHandlersFinished);
}
