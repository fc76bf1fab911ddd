import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeouts of the activities, and longer than a healthy one takes. */
const INTERVAL_MS = 3_000;

/**
 * Tells Temporal regularly that the activity is still working, so that another process soon takes over the work of one
 * that dies, while slow targets are given time. Returns a function that stops it.
 */
export function keepAlive(): () => void {
  const activity = Context.current();
  if (activity.info.isLocal) return () => undefined;
  const timer = setInterval(() => activity.heartbeat(), INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Waits for work, and tells Temporal meanwhile that it goes on. */
export async function whileAlive<T>(work: Promise<T>): Promise<T> {
  const stop = keepAlive();
  try {
    return await work;
  } finally {
    stop();
  }
}
