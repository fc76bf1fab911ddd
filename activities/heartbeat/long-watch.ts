import { setTimeout as delay } from 'node:timers/promises';
import { Context, log } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Watch } from './index.ts';

/** Well within the heartbeat timeout of the activity. */
const HEARTBEAT_MS = 3_000;
/** A check that takes longer is stuck; the activity's next try starts afresh. */
const LONGEST_LOOK_MS = 60_000;
/** Now and then the activity ends by itself, so that its workflow is not silent for ever. */
const TURN_MS = 24 * 60 * 60_000;

export interface LongWatch {
  watch: Watch;
  /** Deletes what is too old, when it is time. */
  sweep: (stop: AbortSignal) => Promise<Record<string, number> | null>;
  everySeconds: number;
  /** Aborted when the worker shuts down. */
  stopping: AbortSignal;
}

async function limitTime<T>(work: Promise<T>): Promise<T> {
  const tooLong = AbortSignal.timeout(LONGEST_LOOK_MS);
  const expired = new Promise<never>((_, reject) => {
    tooLong.addEventListener('abort', () => reject(new Error('a look of the heartbeat watch hangs')), { once: true });
  });
  return await Promise.race([work, expired]);
}

/** A failed check is no reason to end the watch: the next one finds what this one missed. */
async function lookOnce(watch: Watch): Promise<void> {
  try {
    const report = await limitTime(watch.watchOnce());
    if (Object.values(report).some((count) => count > 0)) log.info('the heartbeat watch found work to do', report);
  } catch (error) {
    log.warn('a check by the heartbeat watch failed', { error });
  }
}

/** What is too old can wait. */
async function sweepOnce(sweep: () => Promise<Record<string, number> | null>): Promise<void> {
  try {
    const deleted = await limitTime(sweep());
    if (deleted && Object.keys(deleted).length > 0) log.info('rows were deleted for their age', deleted);
  } catch (error) {
    log.warn('old rows could not be deleted', { error });
  }
}

/** The cancellation if the activity is to stop; if the worker is, a failure after which another worker takes over. */
async function handOver(activity: Context): Promise<never> {
  if (activity.cancellationSignal.aborted) return await activity.cancelled;
  throw ApplicationFailure.create({
    message: 'The worker shuts down, another one goes on.',
    type: 'HandedOver',
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** The activity that checks every few seconds for a day, and sends Temporal heartbeats. */
export function createLongWatch({ watch, sweep, everySeconds, stopping }: LongWatch): () => Promise<void> {
  return async () => {
    const activity = Context.current();
    const ended = AbortSignal.any([stopping, activity.cancellationSignal]);
    const endsAt = Date.now() + TURN_MS;
    let isSwept = activity.info.heartbeatDetails === 'swept';
    const heartbeat = () => activity.heartbeat(isSwept ? 'swept' : 'begun');
    const timer = setInterval(heartbeat, HEARTBEAT_MS);
    try {
      if (!isSwept) {
        const revived = await limitTime(watch.reviveRunning());
        log.info('the heartbeat watch has started', { running: revived });
        isSwept = true;
        heartbeat();
      }
      while (Date.now() < endsAt) {
        await lookOnce(watch);
        await sweepOnce(() => sweep(ended));
        await delay(everySeconds * 1000, undefined, { signal: ended }).catch(() => undefined);
        if (ended.aborted) return await handOver(activity);
      }
    } finally {
      clearInterval(timer);
    }
  };
}
