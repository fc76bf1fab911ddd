import { fileURLToPath } from 'node:url';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities, type WorkerContext } from './index.ts';
import { registerSearchAttributes } from './temporal-setup.ts';

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
/** Part of the workflows' bundle as well. */
export const PAYLOAD_CONVERTER = fileURLToPath(new URL('../workflows/readable-payloads.ts', import.meta.url));

export interface WorkerExtras {
  /** A bundle compiled once and shared by several workers, for tests. */
  workflowBundle?: WorkerOptions['workflowBundle'];
}

/** A worker with all workflows and activities, ready to run. */
export async function createWorker(
  context: WorkerContext,
  connection: NativeConnection,
  extras: WorkerExtras = {},
): Promise<Worker> {
  const { temporal } = context.config;
  await registerSearchAttributes(context.client);
  return await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    activities: createActivities(context),
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    ...(extras.workflowBundle ? { workflowBundle: extras.workflowBundle } : { workflowsPath: WORKFLOWS }),
    // Long enough for an effect under way, short enough for a restart that nobody notices.
    shutdownGraceTime: '5 seconds',
    // Updates are answered from the cache of the worker that has the attempt.
    maxCachedWorkflows: 2_000,
  });
}
