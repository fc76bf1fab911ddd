import { proxyActivities } from '@temporalio/workflow';

/** What one look of the watch found. */
export interface WatchReport {
  /** Running attempts that went silent and were told so. */
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
}

/** Name and schedule id of the watch. */
export const HEARTBEAT_WATCH = 'heartbeatWatch';
export const HEARTBEAT_WATCH_SCHEDULE = 'heartbeat-watch';

const { watchOnce } = proxyActivities<WatchActivities>({
  startToCloseTimeout: '1 minute',
  // A worker that dies while it looks must not keep the others from looking.
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'look for silent attempts',
});

/** One look; a Schedule starts it every few seconds and skips a turn while one is under way. */
export async function heartbeatWatch(): Promise<WatchReport> {
  return await watchOnce();
}
