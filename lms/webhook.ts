import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { CloudEvent } from './cloud-events.ts';
import { LmsUnansweredError, LmsUnavailableError } from './port.ts';

export interface WebhookOptions {
  url: string;
  /**
   * Standard Webhooks secrets, asked for at each delivery: `whsec_` and base64. It is signed with each, and the LMS knows one
   * of them.
   */
  secrets: () => readonly string[];
  /** Epoch milliseconds in the signature. */
  now?: () => number;
  /** How long one try may take. */
  timeoutMs?: number;
}

/** Posts an event and returns the status of the answer. */
export type PostEvent = (event: CloudEvent) => Promise<number>;

/** Connections to the LMS; `fetch` would take four times as long for a message. */
const dispatcher = new Agent();

/** Failures before a connection is open: nothing was sent. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function wasNeverSent(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && NEVER_SENT.has(failure.code);
}

/**
 * Posts CloudEvents signed per Standard Webhooks, the id of the event as `webhook-id`. An LMS that cannot be reached throws
 * `LmsUnavailableError`, no answer in time or a broken connection `LmsUnansweredError`. Throws at once when a secret is
 * not base64.
 */
export function createWebhook({ url, secrets, now = Date.now, timeoutMs = 10_000 }: WebhookOptions): PostEvent {
  const signers = () => secrets().map((secret) => new Webhook(secret));
  signers();
  return async (event) => {
    const body = JSON.stringify(event);
    const sentAt = new Date(now());
    const response = await request(url, {
      method: 'POST',
      body,
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/cloudevents+json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': signers()
          .map((webhook) => webhook.sign(event.id, sentAt, body))
          .join(' '),
      },
    }).catch((cause: unknown) => {
      if (wasNeverSent(cause)) throw new LmsUnavailableError('The LMS cannot be reached', { cause });
      throw new LmsUnansweredError(`The LMS did not answer to ${event.type}`, { cause });
    });
    // We need nothing from the answer's body, but if it is not read, it keeps the connection busy.
    await response.body.dump().catch(() => undefined);
    return response.statusCode;
  };
}
