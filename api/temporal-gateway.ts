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
import type { EventName, EventPayloads } from '../rules/attempt/events.ts';
import { currentRequestId } from './request-context.ts';

/** The one way from the API to the workflows. Every call waits a bounded time and throws Temporal's errors. */
export interface TemporalGateway {
  /**
   * Starts the workflow of a new attempt and answers once the attempt is stored. Asked for the same code again, it answers
   * the same.
   */
  createAttempt(request: CreationRequest, options?: { attemptCode?: string }): Promise<AttemptAnswer>;
  /**
   * Tells an attempt's workflow of an event; one that is gone is brought back from the stored row (architecture "Lost workflows"). A wish that is
   * sent again under its `wishId` takes effect once; one that was refused is tried anew.
   */
  send<N extends EventName>(
    attemptCode: string,
    event: N,
    payload: EventPayloads[N],
    options?: { wishId?: string },
  ): Promise<AttemptAnswer>;
  /** Has stored changes delivered, waiting at most `waitMs`; what takes longer is delivered all the same. */
  deliverChanges(subjects: readonly string[], waitMs?: number): Promise<void>;
  /** Has an effect that was refused for good run again; false when the attempt has no such effect. */
  retryEffect(attemptCode: string, request: RetryRequest): Promise<boolean>;
  /** Whether Temporal serves our namespace from its store now. */
  isReachable(): Promise<boolean>;
}

const ANSWER_MS = 10_000;
/** A creation registers with the vendor first, which may take its time. */
const CREATION_MS = 25_000;
const DELIVERY_MS = 3_000;
/** What takes effect after this much of the wait is over is answered in time. */
const WANTED_SHARE = 0.85;
/** Events that are of no use once nobody waits for their answer any more (differences §2.8). */
const WANTED_WHILE_ASKED: readonly EventName[] = ['start', 'launch', 'reset'];
const PROBE_MS = 2_000;
/** No workflow has this id. */
const PROBED_WORKFLOW = 'readiness-probe';

/** Which request a message comes from, where it comes from one. */
function origin(): { requestId?: string } {
  const requestId = currentRequestId();
  return requestId === undefined ? {} : { requestId };
}

export interface GatewayOptions {
  taskQueue: string;
  /** Now, in epoch milliseconds; the clock that acceptance is measured with. */
  now?: () => number;
  /** Told when a delivery did not finish in time or could not be asked for. */
  onUndelivered?: (subject: string, error: unknown) => void;
}

export function createTemporalGateway(client: Client, options: GatewayOptions): TemporalGateway {
  const { taskQueue, now = Date.now, onUndelivered = () => {} } = options;

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
    { wishId }: { wishId?: string } = {},
  ): Promise<AttemptAnswer> {
    const acceptedAt = now();
    const wanted = WANTED_WHILE_ASKED.includes(event) && {
      wantedUntil: Math.round(acceptedAt + ANSWER_MS * WANTED_SHARE),
    };
    const envelope = {
      ...origin(),
      acceptedAt: Math.round(acceptedAt),
      ...(wishId !== undefined && { wishId }),
      ...wanted,
    };
    // Every try is a message of its own: Temporal would answer a second one as the first, though that was refused.
    const args: [EventPayloads[N]] = [{ ...payload, ...envelope }];
    return await update(attemptCode, eventUpdates[event], { args, updateId: randomUUID() });
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
      const wanted = !request.decline && { wantedUntil: Math.round(now() + CREATION_MS * WANTED_SHARE) };
      const input: ExamAttemptInput = { kind: 'create', attemptCode, request: { ...request, ...origin(), ...wanted } };
      const startWorkflowOperation = startingAttempt(input, 'USE_EXISTING');
      return within(CREATION_MS, () =>
        client.workflow.executeUpdateWithStart(createUpdate, { startWorkflowOperation, updateId: randomUUID() }),
      );
    },
    send,
    deliverChanges: async (subjects, waitMs = DELIVERY_MS) => {
      await Promise.all(subjects.map((subject) => deliver(subject, waitMs)));
    },
    retryEffect: async (attemptCode, request) =>
      (await update(attemptCode, retryEffectUpdate, { args: [{ ...request, ...origin() }], updateId: randomUUID() }))
        .retried,
    isReachable: async () => {
      try {
        await within(PROBE_MS, () => client.workflow.getHandle(PROBED_WORKFLOW).describe());
        return true;
      } catch (error) {
        // Told apart from a namespace that does not exist, and only known to who looked into the store.
        return error instanceof WorkflowNotFoundError;
      }
    },
  };
}
