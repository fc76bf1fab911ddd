import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { withoutStackTraces } from '../../activities/workflow-stack-traces.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import type { MeasuredService } from '../measured-service.ts';
import { bare, finish, touch } from './workflow.ts';

/** Temporal without anything of ours: a worker whose one workflow does nothing. */
export interface Bare {
  /** Starts a workflow and updates it in one call; returns how to update it and how to end it. */
  start(): Promise<{ update: () => Promise<unknown>; end: () => Promise<unknown> }>;
  close(): Promise<void>;
}

/** Starts it beside the service, in the same process and against the same Temporal. */
export async function startBare({ temporal }: MeasuredService): Promise<Bare> {
  const link = await connectTemporal(temporal);
  const taskQueue = `bare-${randomUUID()}`;
  const worker = await withoutStackTraces(() =>
    Worker.create({
      connection: link.connection,
      namespace: temporal.namespace,
      taskQueue,
      workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
    }),
  );
  const running = worker.run();
  const { workflow } = link.client;
  return {
    async start() {
      const workflowId = `bare-${randomUUID()}`;
      const options = { workflowId, taskQueue, workflowIdConflictPolicy: 'FAIL' } as const;
      const startWorkflowOperation = new WithStartWorkflowOperation(bare, options);
      await workflow.executeUpdateWithStart(touch, { startWorkflowOperation });
      const handle = workflow.getHandle(workflowId);
      return {
        update: () => handle.executeUpdate(touch, { updateId: randomUUID() }),
        end: () => handle.signal(finish),
      };
    },
    async close() {
      worker.shutdown();
      await running;
      await link.close();
    },
  };
}
