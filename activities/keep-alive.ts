import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeouts of the activities, and longer than a healthy one takes. */
const INTERVAL_MS = 3_000;

/**
 * Tells Temporal now and then that the activity is still at work, so that the work of a process that dies is taken up
 * by another one soon, while a slow target is waited for. Answers how to stop it.
 */
export function keepAlive(): () => void {
  const activity = Context.current();
  if (activity.info.isLocal) return () => undefined;
  const timer = setInterval(() => activity.heartbeat(), INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Waits for work, and tells Temporal that it goes on. */
export async function whileAlive<T>(work: Promise<T>): Promise<T> {
  const stop = keepAlive();
  try {
    return await work;
  } finally {
    stop();
  }
}
