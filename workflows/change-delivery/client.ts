import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { boundCall } from '../../temporal/bounded-call.ts';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverSignal, deliverUpdate } from './messages.ts';

const DELIVERY_MS = 3_000;

/** Delivers stored changes of exams and allowances. */
export interface ChangeDelivery {
  /** Has the changes of the subjects delivered and waits a little for it; what takes longer is delivered all the same. */
  deliver(subjects: readonly string[]): Promise<void>;
  /** Has the changes of a subject delivered without waiting for it: for what may take long. */
  begin(subject: string): Promise<void>;
}

export interface ChangeDeliveryOptions {
  taskQueue: string;
  /** Called when a delivery did not finish in time or could not be requested. */
  onUndelivered?: (subject: string, error: unknown) => void;
}

export function createChangeDelivery(client: Client, options: ChangeDeliveryOptions): ChangeDelivery {
  const { taskQueue, onUndelivered = () => {} } = options;

  async function deliverOf(subject: string): Promise<void> {
    const startWorkflowOperation = new WithStartWorkflowOperation(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(taskQueue, subject),
      taskQueue,
      args: [subject],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const request = () => client.workflow.executeUpdateWithStart(deliverUpdate, { startWorkflowOperation });
    try {
      await boundCall(client, DELIVERY_MS, request);
    } catch (error) {
      onUndelivered(subject, error);
    }
  }

  async function beginOf(subject: string): Promise<void> {
    const request = () =>
      client.workflow.signalWithStart(CHANGE_DELIVERY, {
        workflowId: changeDeliveryIdOf(taskQueue, subject),
        taskQueue,
        args: [subject],
        signal: deliverSignal,
      });
    try {
      await boundCall(client, DELIVERY_MS, request);
    } catch (error) {
      onUndelivered(subject, error);
    }
  }

  return {
    begin: beginOf,
    async deliver(subjects) {
      await Promise.all(subjects.map(deliverOf));
    },
  };
}
