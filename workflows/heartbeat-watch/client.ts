import type { Client } from '@temporalio/client';
import { watchIdOf } from './workflow.ts';

/**
 * Reads with which words the deployment's watch was started. Throws a `MissingEncryptionKeyError` if they are encrypted with a
 * key that we do not have: such a worker would only make the tasks of others fail, and such an API could not read answers.
 */
export async function requireReadableWatch(client: Client, taskQueue: string): Promise<void> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId: watchIdOf(taskQueue) },
    maximumPageSize: 1,
  });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  for (const codec of client.options.loadedDataConverter.payloadCodecs) await codec.decode(input);
}
