import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverUpdate } from './messages.ts';

/**
 * Has the stored changes of a subject delivered, and waits for that. Throws the client's own errors; what was asked for is
 * delivered all the same.
 */
export async function deliverChangesOf(client: Client, taskQueue: string, subject: string): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(CHANGE_DELIVERY, {
    workflowId: changeDeliveryIdOf(taskQueue, subject),
    taskQueue,
    args: [subject],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.workflow.executeUpdateWithStart(deliverUpdate, { startWorkflowOperation });
}
