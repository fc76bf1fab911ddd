import { Worker, type NativeConnection, type WorkerInterceptors, type WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config.ts';
import { LANES } from '../rules/attempt/effects.ts';
import { dataConverterOf } from '../temporal/encryption/data-converter.ts';
import { EARLIER_PATCHES } from '../workflows/earlier-patches.ts';
import { laneQueueOf } from '../workflows/lane-queues.ts';
import { compiledWorkflows, PAYLOAD_CONVERTER } from './compile-workflows.ts';
import { EFFECT_SLOTS } from './effect-slots.ts';
import { plainFailures } from './plain-failures.ts';
import { createActivities, type WorkerContext } from './index.ts';
import { traceActivities, traceHandling } from './tracing.ts';
import { countCached } from './workflow-cache.ts';
import { withoutStackTraces } from './workflow-stack-traces.ts';

/**
 * With a fixed number, only a fifth would ask for attempts that begin, and a crowd of these would wait in Temporal's
 * database.
 */
const POLLERS = { type: 'autoscaling', minimum: 5, initial: 10, maximum: 40 } as const;

/** What becomes of an error is seen as its history keeps it. */
function interceptorsOf({ traces }: WorkerContext): WorkerInterceptors {
  return { activity: [...(traces ? [traceActivities(traces)] : []), plainFailures] };
}

/** One queue for workflows and for what people wait for, and one per lane for effects, in one process. */
export interface WorkerGroup {
  /** Works until it is shut down. If one of its workers fails, all of them stop, and it fails. */
  run(): Promise<void>;
  /** Accepts no more tasks and lets running ones finish. May be called more than once. */
  shutdown(): void;
}

function groupOf(workers: readonly Worker[], stopping: AbortController): WorkerGroup {
  function shutdown(): void {
    stopping.abort();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  }
  return {
    shutdown,
    async run() {
      const ended = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutdown)));
      const failed = ended.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

/** Attempts go on in the version that is current at their next task (decision 13). */
function versioningOf({ deployment }: Config['temporal']): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (deployment === null) return {};
  const defaultVersioningBehavior = 'AUTO_UPGRADE';
  return { workerDeploymentOptions: { version: deployment, useWorkerVersioning: true, defaultVersioningBehavior } };
}

/** All workflows and activities, ready to run in a namespace that knows the search attributes. */
export async function createWorkers(context: WorkerContext, connection: NativeConnection): Promise<WorkerGroup> {
  const { temporal } = context.config;
  const { namespace, taskQueue, workflowBundle, workflowStackTraces, workflowCacheMib } = temporal;
  const stopping = new AbortController();
  const shared = {
    connection,
    namespace,
    activities: createActivities(context, stopping.signal),
    interceptors: interceptorsOf(context),
    sinks: traceHandling(context.traces),
    dataConverter: { ...dataConverterOf(temporal), payloadConverterPath: PAYLOAD_CONVERTER },
    ...versioningOf(temporal),
    // Long enough for a running effect, short enough for a restart that nobody notices.
    shutdownGraceTime: '5 seconds',
  } as const;
  const effects = LANES.map((lane) =>
    Worker.create({
      ...shared,
      taskQueue: laneQueueOf(taskQueue, lane),
      maxConcurrentActivityTaskExecutions: EFFECT_SLOTS[lane],
      maxConcurrentActivityTaskPolls: 2,
    }),
  );
  const bundle = workflowBundle === undefined ? { code: await compiledWorkflows() } : { codePath: workflowBundle };
  const createMain = () =>
    Worker.create({
      ...shared,
      taskQueue,
      workflowBundle: bundle,
      // Updates are answered from the cache of the worker that has the attempt.
      maxCachedWorkflows: countCached(workflowCacheMib),
      workflowTaskPollerBehavior: POLLERS,
      ...(temporal.holdsPatches && { patchActivationCallback: ({ patchId }) => EARLIER_PATCHES.includes(patchId) }),
    });
  const main = workflowStackTraces ? createMain() : withoutStackTraces(createMain);
  return groupOf(await Promise.all([main, ...effects]), stopping);
}
