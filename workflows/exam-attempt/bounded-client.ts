import type { Client } from '@temporalio/client';
import type { EventName } from '../../rules/attempt/events.ts';
import { createAttemptClient, type AttemptClient } from './client.ts';

const ANSWER_MS = 10_000;
/** A creation registers with the vendor first, which may take its time. */
const CREATION_MS = 25_000;
/** What takes effect after this much of the wait is over is answered in time. */
const WANTED_SHARE = 0.85;
/** Events that are useless once nobody waits for their answer (differences §2.8). */
const WANTED_WHILE_ASKED: readonly EventName[] = ['start', 'launch', 'reset'];

export interface BoundedClientOptions {
  taskQueue: string;
  /** Now, in epoch milliseconds; the clock that acceptance is measured with. */
  now?: () => number;
  /** Id of the request from which a message comes, if any. */
  requestId?: () => string | undefined;
}

/**
 * The way in for people who wait: every call ends within a bounded time, and every message says when it was accepted,
 * until when its answer is wanted, and from which request it comes.
 */
export function createBoundedClient(client: Client, options: BoundedClientOptions): AttemptClient {
  const { taskQueue, now = Date.now, requestId = () => undefined } = options;
  const attempts = createAttemptClient(client, taskQueue);

  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + milliseconds, call);

  function origin(): { requestId?: string } {
    const id = requestId();
    return id === undefined ? {} : { requestId: id };
  }

  return {
    create(attemptCode, request) {
      const wanted = !request.decline && { wantedUntil: Math.round(now() + CREATION_MS * WANTED_SHARE) };
      return within(CREATION_MS, () => attempts.create(attemptCode, { ...request, ...origin(), ...wanted }));
    },
    tell(attemptCode, event, payload) {
      const acceptedAt = now();
      const wanted = WANTED_WHILE_ASKED.includes(event) && {
        wantedUntil: Math.round(acceptedAt + ANSWER_MS * WANTED_SHARE),
      };
      const envelope = { ...origin(), acceptedAt: Math.round(acceptedAt), ...wanted };
      return within(ANSWER_MS, () => attempts.tell(attemptCode, event, { ...payload, ...envelope }));
    },
    retryEffect: (attemptCode, request) =>
      within(ANSWER_MS, () => attempts.retryEffect(attemptCode, { ...request, ...origin() })),
  };
}
