import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { EventName, EventPayloads } from '../../rules/attempt/events.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import { GRPC, grpcStatusOf, isTemporalDown } from '../../temporal/failures.ts';
import { AttemptRefusedError, refusalOf, refusedVersionOf } from '../refusals.ts';
import {
  COMMANDS,
  createUpdate,
  EXAM_ATTEMPT,
  eventUpdates,
  retryEffectUpdate,
  workflowIdOf,
  type AttemptAnswer,
  type CreationRequest,
  type ExamAttemptInput,
  type RetryRequest,
} from './messages.ts';
import { describeStart, type AttemptTitle } from './title.ts';

/**
 * The way in: the only place from which attempts are started and told of events. Every method throws
 * `AttemptRefusedError` for a refusal, and the client's own errors when Temporal is out of reach.
 */
export interface AttemptClient {
  /**
   * Starts the workflow of a new attempt and waits until the attempt exists. Repeating the call with the same code gives
   * the same answer. The title is what the Temporal UI says of it.
   */
  create(attemptCode: string, request: CreationRequest, title?: AttemptTitle): Promise<AttemptAnswer>;
  /** The answer to a creation that another call has begun; null if no workflow of the code is running. */
  joinCreation(attemptCode: string): Promise<AttemptAnswer | null>;
  /**
   * Sends an event and waits for its answer; a lost workflow is brought back from the stored row first (architecture
   * "Lost workflows"). What is sent again under its `wishId` takes effect once; what was refused is tried again.
   */
  tell<N extends EventName>(attemptCode: string, event: N, payload: EventPayloads[N]): Promise<AttemptAnswer>;
  /** Has an effect that was refused for good run again; false when the attempt has no such effect. */
  retryEffect(attemptCode: string, request: RetryRequest): Promise<boolean>;
}

async function rethrowRefusal<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = refusalOf(error);
    throw refusal ? new AttemptRefusedError(refusal, refusedVersionOf(error)) : error;
  }
}

/** A code for a new attempt. */
export const newAttemptCode = () => randomUUID().toUpperCase();

export interface AttemptClientOptions {
  taskQueue: string;
  /** The version of the stored attempt; null if there is none. */
  readVersion: (attemptCode: string) => Promise<number | null>;
}

/** Waits as long as Temporal does; `createBoundedClient` is for people, who do not. */
export function createAttemptClient(client: Client, { taskQueue, readVersion }: AttemptClientOptions): AttemptClient {
  const start = (input: ExamAttemptInput, described = {}) =>
    new WithStartWorkflowOperation(EXAM_ATTEMPT, {
      ...described,
      workflowId: workflowIdOf(input.attemptCode),
      taskQueue,
      args: [{ ...input, commands: COMMANDS }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });

  const createAs = (attemptCode: string, request: CreationRequest, described?: object) =>
    client.workflow.executeUpdateWithStart(createUpdate, {
      startWorkflowOperation: start({ kind: 'create', attemptCode, request }, described),
      updateId: randomUUID(),
      args: [],
    });

  /** A server that does not know our search attributes yet learns of them when the first worker starts. */
  async function create(attemptCode: string, request: CreationRequest, title?: AttemptTitle): Promise<AttemptAnswer> {
    if (!title) return await createAs(attemptCode, request);
    const { typedSearchAttributes, ...described } = describeStart(title, request);
    try {
      return await createAs(attemptCode, request, { ...described, typedSearchAttributes });
    } catch (error) {
      if (grpcStatusOf(error) !== GRPC.INVALID_ARGUMENT) throw error;
      return await createAs(attemptCode, request, described);
    }
  }

  async function joinCreation(attemptCode: string): Promise<AttemptAnswer | null> {
    const options = { updateId: randomUUID() };
    try {
      return await client.workflow.getHandle(workflowIdOf(attemptCode)).executeUpdate(createUpdate, options);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** Updates a running workflow; one that is gone is started again from the stored row together with the update. */
  async function update<Answer, Args extends [unknown, ...unknown[]]>(
    attemptCode: string,
    definition: UpdateDefinition<Answer, Args>,
    args: Args,
  ): Promise<Answer> {
    // Every try is a message of its own: Temporal would answer a second one as the first, though that was refused.
    const options = { args, updateId: randomUUID() };
    try {
      return await client.workflow.getHandle(workflowIdOf(attemptCode)).executeUpdate(definition, options);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const startWorkflowOperation = start({ kind: 'restore', attemptCode });
      return await client.workflow.executeUpdateWithStart(definition, { ...options, startWorkflowOperation });
    }
  }

  /**
   * A workflow may be behind the stored attempt: a task of its that recorded a change, and was cut off before Temporal heard of
   * it. What such a workflow refuses it is told again, with the version that it does not know.
   */
  async function tell<N extends EventName>(attemptCode: string, event: N, payload: EventPayloads[N]) {
    const send = (sent: EventPayloads[N]) => rethrowRefusal(update(attemptCode, eventUpdates[event], [sent]));
    try {
      return await send(payload);
    } catch (error) {
      const refusedFor = refusedVersionOf(error);
      const storedVersion = refusedFor === null ? null : await readVersion(attemptCode);
      if (refusedFor === null || storedVersion === null || storedVersion <= refusedFor) throw error;
      return await send({ ...payload, storedVersion });
    }
  }

  return {
    create: (attemptCode, request, title) => rethrowRefusal(create(attemptCode, request, title)),
    joinCreation: (attemptCode) => rethrowRefusal(joinCreation(attemptCode)),
    tell,
    retryEffect: async (attemptCode, request) =>
      (await rethrowRefusal(update(attemptCode, retryEffectUpdate, [request]))).retried,
  };
}

/**
 * Why an attempt did not take a message, from the error of its client: what the rules said, or that Temporal is away.
 * Null for a fault of our own.
 */
export function reasonOf(error: unknown): Refusal | 'temporal_unavailable' | null {
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  if (error instanceof WorkflowUpdateFailedError) return 'service_unavailable';
  return isTemporalDown(error) ? 'temporal_unavailable' : null;
}
