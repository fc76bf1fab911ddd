import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  type Client,
  type WorkflowIdConflictPolicy,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverUpdate } from '../workflows/change-delivery/messages.ts';
import {
  createUpdate,
  eventUpdates,
  EXAM_ATTEMPT,
  workflowIdOf,
  retryEffectUpdate,
  type AttemptAnswer,
  type CreationRequest,
  type ExamAttemptInput,
  type RetryRequest,
} from '../workflows/exam-attempt/messages.ts';
import type { EventName, EventPayloads } from '../workflows/exam-attempt/rules/events.ts';

/** The one way from the API to the workflows. Every call waits a bounded time and throws Temporal's errors. */
export interface TemporalGateway {
  /**
   * Starts the workflow of a new attempt and answers once the attempt is stored. Asked for the same code again, it answers
   * the same.
   */
  createAttempt(request: CreationRequest, options?: { attemptCode?: string }): Promise<AttemptAnswer>;
  /** Tells an attempt's workflow of an event; one that is gone is brought back from the stored row (design §3). */
  send<N extends EventName>(
    attemptCode: string,
    event: N,
    payload: EventPayloads[N],
    options?: { updateId?: string },
  ): Promise<AttemptAnswer>;
  /** Has stored changes delivered, waiting at most `waitMs`; what takes longer is delivered all the same. */
  deliverChanges(subjects: readonly string[], waitMs?: number): Promise<void>;
  /** Has an effect that was refused for good run again; false when the attempt has no such effect. */
  retryEffect(attemptCode: string, request: RetryRequest): Promise<boolean>;
  /** Whether Temporal answers now. */
  isReachable(): Promise<boolean>;
}

const ANSWER_MS = 10_000;
/** A creation registers with the vendor first, which may take its time. */
const CREATION_MS = 25_000;
const DELIVERY_MS = 3_000;
const PROBE_MS = 2_000;

export interface GatewayOptions {
  taskQueue: string;
  /** Told when a delivery did not finish in time or could not be asked for. */
  onUndelivered?: (subject: string, error: unknown) => void;
}

export function createTemporalGateway(client: Client, options: GatewayOptions): TemporalGateway {
  const { taskQueue, onUndelivered = () => {} } = options;

  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + milliseconds, call);

  function startingAttempt(input: ExamAttemptInput, workflowIdConflictPolicy: WorkflowIdConflictPolicy) {
    return new WithStartWorkflowOperation(EXAM_ATTEMPT, {
      workflowId: workflowIdOf(input.attemptCode),
      taskQueue,
      args: [input],
      workflowIdConflictPolicy,
    });
  }

  /** Updates a running workflow; one that is gone is started again from the stored row together with the update. */
  async function update<Answer, Args extends [unknown, ...unknown[]]>(
    attemptCode: string,
    definition: UpdateDefinition<Answer, Args>,
    options: { args: Args; updateId: string },
  ): Promise<Answer> {
    try {
      const handle = client.workflow.getHandle(workflowIdOf(attemptCode));
      return await within(ANSWER_MS, () => handle.executeUpdate(definition, options));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const startWorkflowOperation = startingAttempt({ kind: 'restore', attemptCode }, 'USE_EXISTING');
      return await within(ANSWER_MS, () =>
        client.workflow.executeUpdateWithStart(definition, { ...options, startWorkflowOperation }),
      );
    }
  }

  async function send<N extends EventName>(
    attemptCode: string,
    event: N,
    payload: EventPayloads[N],
    { updateId = randomUUID() }: { updateId?: string } = {},
  ): Promise<AttemptAnswer> {
    return await update(attemptCode, eventUpdates[event], { args: [payload], updateId });
  }

  async function deliver(subject: string, waitMs: number): Promise<void> {
    const startWorkflowOperation = new WithStartWorkflowOperation(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(taskQueue, subject),
      taskQueue,
      args: [subject],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    try {
      await within(waitMs, () => client.workflow.executeUpdateWithStart(deliverUpdate, { startWorkflowOperation }));
    } catch (error) {
      onUndelivered(subject, error);
    }
  }

  return {
    createAttempt: (request, { attemptCode = randomUUID().toUpperCase() } = {}) => {
      const input: ExamAttemptInput = { kind: 'create', attemptCode, request };
      const startWorkflowOperation = startingAttempt(input, 'USE_EXISTING');
      return within(CREATION_MS, () =>
        client.workflow.executeUpdateWithStart(createUpdate, { startWorkflowOperation, updateId: 'create' }),
      );
    },
    send,
    deliverChanges: async (subjects, waitMs = DELIVERY_MS) => {
      await Promise.all(subjects.map((subject) => deliver(subject, waitMs)));
    },
    retryEffect: async (attemptCode, request) =>
      (await update(attemptCode, retryEffectUpdate, { args: [request], updateId: randomUUID() })).retried,
    isReachable: async () => {
      try {
        await within(PROBE_MS, () => client.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
  };
}
