import { Webhook } from 'standardwebhooks';
import { toCloudEvent } from './cloud-events.ts';
import type { LmsEffects } from './effects/index.ts';
import { LmsRefusedError, LmsUnansweredError, LmsUnavailableError } from './port.ts';

export interface WebhookDeliveryOptions {
  url: string;
  /** Standard Webhooks secrets: `whsec_` and base64; a delivery is signed with each, and the LMS knows one of them. */
  secrets: readonly string[];
  /** Epoch milliseconds in the signature. */
  now?: () => number;
  /** How long one try may take. */
  timeoutMs?: number;
}

/** Answers that may change on a retry: an operator corrects the secret, or the LMS comes back. */
const RETRYABLE_CLIENT_ERRORS: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** Failures before a connection is open: nothing was sent. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Delivers effects as CloudEvents signed per Standard Webhooks: one POST per try, the effect key as `webhook-id`, 2xx
 * means delivered. Redirects, 5xx, the answers above and an LMS that cannot be reached throw `LmsUnavailableError`, no
 * answer in time or a broken connection `LmsUnansweredError`; every other 4xx throws `LmsRefusedError`. Throws at once
 * when a secret is not base64.
 */
export function createWebhookDelivery({
  url,
  secrets,
  now = Date.now,
  timeoutMs = 10_000,
}: WebhookDeliveryOptions): LmsEffects {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return {
    async deliver(effect) {
      const event = toCloudEvent(effect);
      const body = JSON.stringify(event);
      const sentAt = new Date(now());
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/cloudevents+json',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': webhooks.map((webhook) => webhook.sign(event.id, sentAt, body)).join(' '),
        },
      }).catch((cause: unknown) => {
        if (wasNeverSent(cause)) throw new LmsUnavailableError('The LMS cannot be reached', { cause });
        throw new LmsUnansweredError(`The LMS did not answer to ${event.type}`, { cause });
      });
      // We need nothing from the answer's body, but if it is not read, it keeps the connection busy.
      await response.body?.cancel().catch(() => undefined);
      if (response.ok) return;
      const answer = `The LMS answered ${response.status} to ${event.type}`;
      if (isRefusal(response.status)) throw new LmsRefusedError(answer);
      throw new LmsUnavailableError(answer);
    },
  };
}

function wasNeverSent(failure: unknown): boolean {
  const cause = failure instanceof Error ? failure.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && NEVER_SENT.has(cause.code);
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !RETRYABLE_CLIENT_ERRORS.has(status);
}
