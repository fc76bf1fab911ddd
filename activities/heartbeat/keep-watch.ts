import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { HEARTBEAT_WATCH, watchIdOf } from '../../workflows/heartbeat-watch/workflow.ts';

/** How soon the loss of a watch is noticed, after somebody ended it or emptied its namespace. */
const LOOK_AFTER_MS = 10_000;

/** Starts the deployment's watch unless it is running; returns the id of its run. */
export async function startWatch(client: Client, taskQueue: string): Promise<string> {
  const handle = await client.workflow.start(HEARTBEAT_WATCH, {
    workflowId: watchIdOf(taskQueue),
    taskQueue,
    args: ['for-good'],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'silent learners, lost workflows and forgotten changes',
  });
  return handle.firstExecutionRunId;
}

export interface WatchKeeper {
  client: Client;
  taskQueue: string;
  log: Logger;
  /** Ends this supervision, not the watch. */
  signal: AbortSignal;
  /** Sets up the namespace again; a missing watch means that it may have been emptied. */
  prepare: () => Promise<void>;
  explain: (error: unknown) => string;
}

/**
 * Makes sure that the deployment's watch runs as long as the worker does. Every worker does this; one of them starts
 * it.
 */
export async function keepWatch({ client, taskQueue, log, signal, prepare, explain }: WatchKeeper): Promise<void> {
  let known: string | null = null;
  let said: string | null = null;
  while (!signal.aborted) {
    try {
      const runId = await startWatch(client, taskQueue);
      if (known !== null && runId !== known) {
        await prepare();
        log.warn({ taskQueue }, 'the heartbeat watch was missing; the namespace has been prepared again');
      } else if (said !== null) {
        log.info('Temporal is available again');
      }
      [known, said] = [runId, null];
    } catch (error) {
      const explained = explain(error);
      if (explained !== said && !signal.aborted) log.error({ err: error }, explained);
      said = explained;
    }
    await delay(LOOK_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }
}
