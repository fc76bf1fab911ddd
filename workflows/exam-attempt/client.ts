import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  createUpdate,
  EXAM_ATTEMPT,
  eventUpdates,
  workflowIdOf,
  type AttemptAnswer,
  type CreationRequest,
  type ExamAttemptInput,
} from './messages.ts';
import type { EventName, EventPayloads } from '../../rules/attempt/events.ts';
import { REFUSALS, type Refusal } from '../../rules/attempt/refusals.ts';

/** The rules said no. */
export class AttemptRefusedError extends Error {
  override name = 'AttemptRefusedError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`The attempt refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** The way in: the only place from which attempts are started and told of events. */
export interface AttemptGateway {
  /** Starts the workflow of a new attempt and waits until the attempt exists. */
  create(attemptCode: string, request: CreationRequest): Promise<AttemptAnswer>;
  /** Sends an event and waits for its answer; an attempt whose workflow is lost is started again first. */
  tell<N extends EventName>(attemptCode: string, event: N, payload: EventPayloads[N]): Promise<AttemptAnswer>;
}

function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type } = error.cause;
  return REFUSALS.find((refusal) => refusal === type) ?? null;
}

async function orRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = refusalIn(error);
    throw refusal ? new AttemptRefusedError(refusal) : error;
  }
}

/** Both methods throw `AttemptRefusedError` for a refusal, and the client's own errors when Temporal is out of reach. */
export function createAttemptGateway(client: Client, taskQueue: string): AttemptGateway {
  const start = (input: ExamAttemptInput) =>
    new WithStartWorkflowOperation(EXAM_ATTEMPT, {
      workflowId: workflowIdOf(input.attemptCode),
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  return {
    create: (attemptCode, request) =>
      orRefused(
        client.workflow.executeUpdateWithStart(createUpdate, {
          startWorkflowOperation: start({ kind: 'create', attemptCode, request }),
          updateId: randomUUID(),
          args: [],
        }),
      ),

    async tell(attemptCode, event, payload) {
      const update = eventUpdates[event];
      const options = { args: [payload] as [typeof payload] };
      try {
        return await orRefused(client.workflow.getHandle(workflowIdOf(attemptCode)).executeUpdate(update, options));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        const startWorkflowOperation = start({ kind: 'restore', attemptCode });
        return await orRefused(client.workflow.executeUpdateWithStart(update, { startWorkflowOperation, ...options }));
      }
    },
  };
}
