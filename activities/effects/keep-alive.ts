import { Context } from '@temporalio/activity';

/** Well within the heartbeat timeout of the effects, and longer than a healthy one takes. */
const INTERVAL_MS = 3_000;

/**
 * Tells Temporal now and then that the activity is still at work, so that the effect of a process that dies is taken up
 * by another one soon, while a slow target is waited for. Answers how to stop it.
 */
export function keepAlive(): () => void {
  const activity = Context.current();
  if (activity.info.isLocal) return () => undefined;
  const timer = setInterval(() => activity.heartbeat(), INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Waits for work that another activity does. */
export async function whileAlive(work: Promise<void>): Promise<void> {
  const stop = keepAlive();
  try {
    await work;
  } finally {
    stop();
  }
}
