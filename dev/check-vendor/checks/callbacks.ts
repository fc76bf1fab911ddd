import { setTimeout as delay } from 'node:timers/promises';
import { VendorPayloadError } from '../../../vendors/errors.ts';
import { readRestReview } from '../../../vendors/rest/review.ts';
import { CannotCheck, type Check, type CheckContext } from '../check.ts';
import type { ReceivedCallback, Receiver } from '../receiver.ts';
import { registerAttempt } from './attempts.ts';

const LOOK_EVERY_MS = 50;

function receiverOf({ receiver }: CheckContext): Receiver {
  if (!receiver) throw new CannotCheck('Callbacks are checked with --listen.');
  return receiver;
}

/** The callbacks of one kind for an attempt, once one was accepted or patience is at its end. */
async function awaitCallbacks(context: CheckContext, id: string, kind: ReceivedCallback['kind']) {
  const { received } = receiverOf(context);
  const find = () => received.filter((callback) => callback.attemptId === id && callback.kind === kind);
  const until = Date.now() + context.patienceMs;
  while (!find().some(({ status }) => status === 200) && Date.now() < until) await delay(LOOK_EVERY_MS);
  return find();
}

function judge(context: CheckContext, callbacks: readonly ReceivedCallback[], what: string): string[] {
  const seconds = context.patienceMs / 1000;
  const account = receiverOf(context).refusedTokens > 0 ? ' A token was asked for with another account.' : '';
  if (callbacks.length === 0) return [`No ${what} came within ${seconds} seconds.${account}`];
  if (!callbacks.some(({ isSignedIn }) => isSignedIn)) {
    return [`The ${what} came without a token from POST /oauth2/access_token: "Authorization: JWT …".${account}`];
  }
  const isAccepted = callbacks.some(({ status }) => status === 200);
  return isAccepted
    ? []
    : [`The ${what} was answered 503 with Retry-After, and did not come again within ${seconds} seconds.`];
}

function judgeReview({ body }: ReceivedCallback): string[] {
  try {
    readRestReview(body);
    return [];
  } catch (error) {
    if (error instanceof VendorPayloadError) return [error.message];
    throw error;
  }
}

/** What the vendor tells the service of its own accord. Each callback is refused at first, as in an outage. */
export const CALLBACK_CHECKS: readonly Check[] = [
  {
    id: 'ready-callback',
    title: 'The ready callback comes, and comes again when it could not be taken',
    async run(context) {
      receiverOf(context);
      const { id } = await registerAttempt(context);
      return judge(context, await awaitCallbacks(context, id, 'ready'), 'ready callback');
    },
  },
  {
    id: 'review-callback',
    title: 'A review comes after the hand-in, and comes again when it could not be taken',
    async run(context) {
      receiverOf(context);
      const { id, path } = await registerAttempt(context);
      for (const status of ['started', 'submitted']) await context.vendor.call('PATCH', path, { json: { status } });
      const reviews = await awaitCallbacks(context, id, 'reviewed');
      const last = reviews.at(-1);
      return [...judge(context, reviews, 'review'), ...(last ? judgeReview(last) : [])];
    },
  },
  {
    id: 'review-of-a-removed-attempt',
    title: 'An attempt that was removed is not reviewed',
    async run(context) {
      const { received } = receiverOf(context);
      const { id, path } = await registerAttempt(context);
      await context.vendor.call('PATCH', path, { json: { status: 'submitted' } });
      await context.vendor.call('DELETE', path);
      const other = await registerAttempt(context);
      await context.vendor.call('PATCH', other.path, { json: { status: 'submitted' } });
      await awaitCallbacks(context, other.id, 'reviewed');
      const isReviewed = received.some((callback) => callback.attemptId === id && callback.kind === 'reviewed');
      return isReviewed ? ['A review came for an attempt after its removal was confirmed.'] : [];
    },
  },
];
