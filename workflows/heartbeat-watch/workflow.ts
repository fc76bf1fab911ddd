import { CancellationScope, continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';

/** What one check of the watch found. */
export interface WatchReport {
  /** Running attempts that went silent and were notified. */
  lost: number;
  /** Attempts past their end whose workflow had to be started again. */
  overdue: number;
  /** Attempts with unfinished effects whose workflow had to be started again. */
  stranded: number;
  /** Subjects whose stored changes nobody delivered. */
  forgotten: number;
}

export interface WatchActivities {
  /** Looks once for silent attempts, lost workflows and forgotten changes, and sets each right. */
  watchOnce(): Promise<WatchReport>;
  /** Looks again and again, for a day; at its beginning it also brings the lost workflows of running attempts back. */
  watch(): Promise<void>;
}

/** Name of the workflow type. */
export const HEARTBEAT_WATCH = 'heartbeatWatch';

/** The one place that makes the id of a watch: one for each deployment, that is, for each task queue. */
export function watchIdOf(taskQueue: string): string {
  return `heartbeat-watch/${taskQueue}`;
}

const { watchOnce } = proxyActivities<WatchActivities>({
  startToCloseTimeout: '1 minute',
  // A worker that dies during a check must not keep the others from checking.
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'look for silent attempts',
});

const { watch } = proxyActivities<WatchActivities>({
  startToCloseTimeout: '25 hours',
  // A worker that dies is replaced within this time.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 1 },
  summary: 'look for silent attempts',
});

/**
 * One for each deployment, for good: an activity looks every few seconds, which costs no history, and every worker that
 * ends hands it over to another one. Without `mode` it is a single look, as the Schedule of earlier releases began it.
 */
export async function heartbeatWatch(mode?: 'for-good'): Promise<WatchReport> {
  if (mode === undefined) return await watchOnce();
  return await CancellationScope.nonCancellable(async () => {
    while (!workflowInfo().continueAsNewSuggested) await watch();
    return await continueAsNew<typeof heartbeatWatch>(mode);
  });
}
