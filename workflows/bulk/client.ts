import type { Client } from '@temporalio/client';
import { boundCall } from '../../temporal/bounded-call.ts';
import { BULK_ACT, bulkWorkflowIdOf, goOnSignal } from './messages.ts';

const ANSWER_MS = 3_000;

/** Has stored bulk acts carried out. */
export interface BulkClient {
  /**
   * Has what is left of an act done, without waiting for it. If Temporal is away, it is done all the same once the heartbeat
   * watch finds it.
   */
  goOn(bulkId: string): Promise<void>;
}

/** Starts the workflow of an act, or tells the one that runs that there is more to do. */
export async function signalBulk(client: Client, taskQueue: string, bulkId: string): Promise<void> {
  await client.workflow.signalWithStart(BULK_ACT, {
    workflowId: bulkWorkflowIdOf(bulkId),
    taskQueue,
    args: [bulkId],
    signal: goOnSignal,
  });
}

export function createBulkClient(
  client: Client,
  { taskQueue, onDelayed = () => {} }: { taskQueue: string; onDelayed?: (bulkId: string, error: unknown) => void },
): BulkClient {
  return {
    async goOn(bulkId) {
      try {
        await boundCall(client, ANSWER_MS, () => signalBulk(client, taskQueue, bulkId));
      } catch (error) {
        onDelayed(bulkId, error);
      }
    },
  };
}
