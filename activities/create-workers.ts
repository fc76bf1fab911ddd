import { Worker, type NativeConnection, type WorkerInterceptors } from '@temporalio/worker';
import { LANES, type Lane } from '../rules/attempt/effects.ts';
import { laneQueueOf } from '../workflows/lane-queues.ts';
import { PAYLOAD_CONVERTER, WORKFLOWS } from './compile-workflows.ts';
import { plainFailures } from './plain-failures.ts';
import { createActivities, type WorkerContext } from './index.ts';
import { withoutStackTraces } from './workflow-stack-traces.ts';

const INTERCEPTORS: WorkerInterceptors = { activity: [plainFailures] };

/** How many effects of a lane a worker runs at a time; the others wait in Temporal. */
export const EFFECT_SLOTS: Readonly<Record<Lane, number>> = { vendor: 50, mail: 20, lms: 50, siblings: 20 };

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

/** All workflows and activities, ready to run in a namespace that knows the search attributes. */
export async function createWorkers(context: WorkerContext, connection: NativeConnection): Promise<WorkerGroup> {
  const { namespace, taskQueue, workflowBundle, workflowStackTraces } = context.config.temporal;
  const stopping = new AbortController();
  const shared = {
    connection,
    namespace,
    activities: createActivities(context, stopping.signal),
    interceptors: INTERCEPTORS,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
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
  const createMain = () =>
    Worker.create({
      ...shared,
      taskQueue,
      ...(workflowBundle === undefined
        ? { workflowsPath: WORKFLOWS }
        : { workflowBundle: { codePath: workflowBundle } }),
      // Updates are answered from the cache of the worker that has the attempt.
      maxCachedWorkflows: 2_000,
    });
  const main = workflowStackTraces ? createMain() : withoutStackTraces(createMain);
  return groupOf(await Promise.all([main, ...effects]), stopping);
}
