import {
  allHandlersFinished,
  CancellationScope,
  condition,
  log,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { Lane } from '../../rules/attempt/effects.ts';
import { ADDITIONAL_TIME } from '../../rules/attempt/minutes.ts';
import { laneQueueOf } from '../lane-queues.ts';
import { shieldFromCancellation } from '../cancellation.ts';
import type { SettingsChange, ChangeActivities } from './activities.ts';
import { deliverSignal, deliverUpdate } from './messages.ts';

const store = proxyActivities<ChangeActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

const UNTIL_DONE = {
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
} as const;

const attempts = proxyActivities<ChangeActivities>({ ...UNTIL_DONE, summary: 'extra time for the running attempt' });

/** For what takes as long as there are attempts or learners: a dead worker is noticed by its missing heartbeat. */
const MANY = { ...UNTIL_DONE, startToCloseTimeout: '1 hour', heartbeatTimeout: '15 seconds' } as const;

const manyAttempts = proxyActivities<ChangeActivities>({ ...MANY, summary: 'extra time for the running attempts' });

const manyEffects = proxyActivities<ChangeActivities>({ ...MANY, summary: 'effects tried again' });

/** A start that was under way with the old allowances has been recorded, or refused, by then. */
const STARTS_UNDER_WAY = '15 seconds';

function activitiesIn(lane: Lane, summary: string, options: ActivityOptions = UNTIL_DONE) {
  const taskQueue = laneQueueOf(workflowInfo().taskQueue, lane);
  return proxyActivities<ChangeActivities>({ ...options, taskQueue, summary });
}

async function logRefusal(delivery: Promise<void>, change: SettingsChange): Promise<void> {
  try {
    await delivery;
  } catch (error) {
    // Tried until done unless refused for good; then the rest of the delivery must not wait for it.
    log.error('change refused', { change: change.id, kind: change.kind, error: String(error) });
  }
}

/** What a learner may be waiting for. */
async function deliverAtOnce(change: SettingsChange): Promise<void> {
  if (change.kind === 'allowance-changed' && change.payload.key === ADDITIONAL_TIME) {
    await logRefusal(attempts.extendRunningAttempt(change), change);
  }
  if (change.kind === 'exam-saved' && change.payload.isDueLater) {
    await logRefusal(attempts.extendRunningAttempt(change), change);
  }
  if (change.kind === 'allowances-changed') await logRefusal(manyAttempts.extendRunningAttempts(change), change);
  if (change.kind === 'effects-to-retry') await logRefusal(manyEffects.retryEffects(change), change);
}

/** Looks again for attempts that began meanwhile, if that is not certain otherwise. */
async function deliverLater(change: SettingsChange): Promise<void> {
  if (change.kind !== 'allowances-changed') return;
  await sleep(STARTS_UNDER_WAY, { summary: 'starts that were under way' });
  await logRefusal(manyAttempts.extendRunningAttempts(change), change);
}

async function tellLms(change: SettingsChange): Promise<void> {
  if (change.kind === 'allowances-changed') {
    return logRefusal(activitiesIn('lms', 'LMS: tracking events', MANY).trackAllowances(change), change);
  }
  if (change.kind !== 'exam-saved' && change.kind !== 'allowance-changed') return;
  await logRefusal(activitiesIn('lms', 'LMS: tracking event').trackChange(change), change);
}

async function tellVendor(change: SettingsChange): Promise<void> {
  switch (change.kind) {
    case 'exam-saved':
    case 'policy-saved':
      return logRefusal(activitiesIn('vendor', 'vendor: exam saved').saveExamAtVendor(change), change);
    case 'retirement-due':
      return logRefusal(activitiesIn('vendor', 'vendor: learner retired').retireAtVendor(change), change);
    case 'allowance-changed':
    case 'allowances-changed':
    case 'effects-to-retry':
      return;
  }
}

async function deliverAll(subject: string): Promise<void> {
  let asked = 0;
  let read = -1;
  let told = -1;
  const taken = new Set<number>();
  let [toLms, toVendor, finished] = [Promise.resolve(), Promise.resolve(), Promise.resolve()];
  const noteTold = async (all: Promise<void>, round: number) => {
    await all;
    told = round;
  };
  setHandler(deliverSignal, () => {
    asked += 1;
  });
  setHandler(
    deliverUpdate,
    shieldFromCancellation(async () => {
      asked += 1;
      const mine = asked;
      await condition(() => told >= mine);
    }),
  );
  do {
    const round = asked;
    for (let change = await store.nextChange({ subject, after: 0 }); change;) {
      const current = change;
      if (!taken.has(current.id)) {
        taken.add(current.id);
        await deliverAtOnce(current);
        toLms = toLms.then(() => tellLms(current));
        toVendor = toVendor.then(() => tellVendor(current));
        const later = deliverLater(current);
        finished = Promise.all([finished, toLms, toVendor, later]).then(() => store.finishChange(current.id));
      }
      change = await store.nextChange({ subject, after: current.id });
    }
    read = round;
    finished = noteTold(finished, round);
    await condition(() => read < asked || (told >= asked && allHandlersFinished()));
  } while (read < asked);
}

/**
 * Delivers the stored changes of one subject until none is left. Each target receives them in order, and none waits for
 * another's outage. If the workflow is cancelled, nothing is lost: the delivery goes on.
 */
export async function changeDelivery(subject: string): Promise<void> {
  await CancellationScope.nonCancellable(() => deliverAll(subject));
}
