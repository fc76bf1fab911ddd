import type { Client } from '@temporalio/client';
import type { EventName } from '../../rules/attempt/events.ts';
import { boundCall } from '../../temporal/bounded-call.ts';
import type { ChangeClass, ChangeQueue } from './change-queue.ts';
import { createAttemptClient, type AttemptClient, type AttemptClientOptions } from './client.ts';

/** Long enough for what counts however late, and for a creation, which registers with the vendor first. */
const ANSWER_MS = 25_000;
/** A wish is refused sooner: a learner who waits longer has looked for the reason elsewhere. */
const WISH_MS = 10_000;
/** What takes effect after this much of the wait is over is answered in time. */
const WANTED_SHARE = 0.85;
/** Events that are useless once nobody waits for their answer (differences §2.8). */
const WANTED_WHILE_ASKED: readonly EventName[] = ['start', 'launch', 'reset'];

export interface BoundedClientOptions extends AttemptClientOptions {
  /** Now, in epoch milliseconds; the clock that acceptance is measured with. */
  now?: () => number;
  /** Id of the request from which a message comes, if any. */
  requestId?: () => string | undefined;
  /** Where changes wait for each other; without one, they are never too many. */
  queue?: ChangeQueue;
  /** Through this every change is made, so that somebody may see how it goes. */
  watch?: <T>(change: () => Promise<T>) => Promise<T>;
}

/** A vendor may be asked first, which says nothing about how many changes are waiting. */
const ASKS_VENDOR: readonly EventName[] = ['delete'];

/**
 * The way in for people who wait: every call ends within a bounded time, and every message says when it was accepted,
 * until when its answer is wanted, and from which request it comes.
 */
export function createBoundedClient(client: Client, options: BoundedClientOptions): AttemptClient {
  const { now = Date.now, requestId = () => undefined, queue, watch = (change) => change() } = options;
  const attempts = createAttemptClient(client, options);

  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    watch(() => boundCall(client, milliseconds, call));
  const inQueue = <T>(kind: ChangeClass, change: () => Promise<T>): Promise<T> =>
    queue ? queue.take(kind, change) : change();

  function origin(): { requestId?: string } {
    const id = requestId();
    return id === undefined ? {} : { requestId: id };
  }

  return {
    create(attemptCode, request, title) {
      const wanted = !request.decline && { wantedUntil: Math.round(now() + ANSWER_MS * WANTED_SHARE) };
      const make = () =>
        within(ANSWER_MS, () => attempts.create(attemptCode, { ...request, ...origin(), ...wanted }, title));
      return request.takingAsProctored ? make() : inQueue(request.decline ? 'fact' : 'wish', make);
    },
    joinCreation: (attemptCode) => within(ANSWER_MS, () => attempts.joinCreation(attemptCode)),
    tell(attemptCode, event, payload) {
      const acceptedAt = now();
      const isWish = WANTED_WHILE_ASKED.includes(event);
      const patience = isWish ? WISH_MS : ANSWER_MS;
      const wanted = isWish && { wantedUntil: Math.round(acceptedAt + patience * WANTED_SHARE) };
      const envelope = { ...origin(), acceptedAt: Math.round(acceptedAt), ...wanted };
      const make = () => within(patience, () => attempts.tell(attemptCode, event, { ...payload, ...envelope }));
      return ASKS_VENDOR.includes(event) ? make() : inQueue(isWish ? 'wish' : 'fact', make);
    },
    retryEffect: (attemptCode, request) =>
      within(ANSWER_MS, () => attempts.retryEffect(attemptCode, { ...request, ...origin() })),
  };
}
