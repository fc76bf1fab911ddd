import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { deliverChangesOf } from '../workflows/change-delivery/client.ts';
import { createAttemptClient } from '../workflows/exam-attempt/client.ts';
import type { AttemptAnswer, CreationRequest, RetryRequest } from '../workflows/exam-attempt/messages.ts';
import type { EventName, EventPayloads } from '../rules/attempt/events.ts';
import { currentRequestId } from './request-context.ts';

/** The one way from the API to the workflows. Every call waits a bounded time; it throws `AttemptRefusedError` for a refusal, else Temporal's errors. */
export interface TemporalGateway {
  /**
   * Starts the workflow of a new attempt and answers once the attempt is stored. Repeating the
   * call with the same code gives the same answer.
   */
  createAttempt(request: CreationRequest, options?: { attemptCode?: string }): Promise<AttemptAnswer>;
  /**
   * Tells an attempt's workflow of an event; one that is gone is brought back from the stored row (architecture
   * "Lost workflows"). A request that is sent again under its `wishId` takes effect once; a refused one is tried again.
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
/** Events that are useless once nobody waits for their answer (differences §2.8). */
const WANTED_WHILE_ASKED: readonly EventName[] = ['start', 'launch', 'reset'];
const PROBE_MS = 2_000;
/** No workflow has this id. */
const PROBED_WORKFLOW = 'readiness-probe';

/** The request from which a message comes, if any. */
function origin(): { requestId?: string } {
  const requestId = currentRequestId();
  return requestId === undefined ? {} : { requestId };
}

export interface GatewayOptions {
  taskQueue: string;
  /** Now, in epoch milliseconds; the clock that acceptance is measured with. */
  now?: () => number;
  /** Called when a delivery did not finish in time or could not be requested. */
  onUndelivered?: (subject: string, error: unknown) => void;
}

export function createTemporalGateway(client: Client, options: GatewayOptions): TemporalGateway {
  const { taskQueue, now = Date.now, onUndelivered = () => {} } = options;
  const attempts = createAttemptClient(client, taskQueue);

  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + milliseconds, call);

  async function deliver(subject: string, waitMs: number): Promise<void> {
    try {
      await within(waitMs, () => deliverChangesOf(client, taskQueue, subject));
    } catch (error) {
      onUndelivered(subject, error);
    }
  }

  return {
    createAttempt: (request, { attemptCode = randomUUID().toUpperCase() } = {}) => {
      const wanted = !request.decline && { wantedUntil: Math.round(now() + CREATION_MS * WANTED_SHARE) };
      return within(CREATION_MS, () => attempts.create(attemptCode, { ...request, ...origin(), ...wanted }));
    },
    send: (attemptCode, event, payload, { wishId } = {}) => {
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
      return within(ANSWER_MS, () => attempts.tell(attemptCode, event, { ...payload, ...envelope }));
    },
    deliverChanges: async (subjects, waitMs = DELIVERY_MS) => {
      await Promise.all(subjects.map((subject) => deliver(subject, waitMs)));
    },
    retryEffect: (attemptCode, request) =>
      within(ANSWER_MS, () => attempts.retryEffect(attemptCode, { ...request, ...origin() })),
    isReachable: async () => {
      try {
        await within(PROBE_MS, () => client.workflow.getHandle(PROBED_WORKFLOW).describe());
        return true;
      } catch (error) {
        // Differs from a missing namespace, and shows that the store was read.
        return error instanceof WorkflowNotFoundError;
      }
    },
  };
}
