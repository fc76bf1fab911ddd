import { toTestEvent } from './cloud-events.ts';
import { LmsUnansweredError, LmsUnavailableError, type LearnerRef } from './port.ts';
import { TEST_TYPE } from './test-event.ts';
import { judge } from './webhook-delivery.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

/** What came of a test of the way to the LMS; nothing in it is secret, and nothing is the LMS's own words. */
export interface TestOutcome {
  /** Of the event, and its `webhook-id`. */
  id: string;
  type: typeof TEST_TYPE;
  /** Scheme, host and port of the webhook. */
  target: string;
  /** Of the answer; null if there was none. */
  status: number | null;
  isTaken: boolean;
  /** Until the answer, or until it was given up. */
  milliseconds: number;
  /** What it means, and what to do. */
  meaning: string;
}

/** Sends one test event under the id; never throws. */
export type SendTestEvent = (id: string, requestedBy: LearnerRef | null) => Promise<TestOutcome>;

/** Statuses that say that the receiver does not know us. */
const UNTRUSTED: ReadonlySet<number> = new Set([401, 403]);

function meaningOf(status: number): string {
  if (UNTRUSTED.has(status))
    return 'The receiver does not accept the signature. Compare LMS_WEBHOOK_SECRET on both sides, and the clocks.';
  if (status >= 300 && status < 400)
    return 'The receiver redirects, which is not followed. Set LMS_WEBHOOK_URL to the address where events are taken.';
  const verdict = judge(status);
  if (verdict === 'taken') return 'The receiver took the event.';
  return verdict === 'refused'
    ? 'The receiver refuses the event. An event of an exam would be recorded as refused, and not be tried again.'
    : 'The receiver cannot take events now. An event of an exam would be tried again until it can.';
}

function meaningOfFailure(error: unknown): string {
  if (error instanceof LmsUnansweredError)
    return 'No answer arrived in time. Receivers have to answer within 10 seconds.';
  if (error instanceof LmsUnavailableError)
    return 'The receiver cannot be reached. Check LMS_WEBHOOK_URL and the network.';
  throw error;
}

/** Tries the way to the LMS with an event that is marked as a test. */
export function createTestSender({ now = Date.now, ...options }: WebhookOptions): SendTestEvent {
  const post = createWebhook({ ...options, now });
  const { origin: target } = new URL(options.url);
  return async (id, requestedBy) => {
    const began = performance.now();
    const answer = await post(toTestEvent({ id, at: now(), requestedBy })).then(
      (status) => ({ status, isTaken: judge(status) === 'taken', meaning: meaningOf(status) }),
      (error: unknown) => ({ status: null, isTaken: false, meaning: meaningOfFailure(error) }),
    );
    return { id, type: TEST_TYPE, target, ...answer, milliseconds: Math.round(performance.now() - began) };
  };
}
