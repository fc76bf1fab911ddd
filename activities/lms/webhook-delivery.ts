import { Webhook } from 'standardwebhooks';
import { toCloudEvent } from './cloud-events.ts';
import { LmsRefusedError, LmsUnavailableError, type LmsEffects } from './port.ts';

export interface WebhookDeliveryOptions {
  url: string;
  /** Standard Webhooks secret: `whsec_` and base64. */
  secret: string;
  /** Epoch milliseconds that the signature carries. */
  now?: () => number;
  /** How long one try may take. */
  timeoutMs?: number;
}

/** Answers that a repeat may change: an operator mends the secret, the LMS comes back. */
const RETRYABLE_CLIENT_ERRORS: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/**
 * Delivers effects as CloudEvents signed per Standard Webhooks: one POST per try, the effect key as `webhook-id`, 2xx
 * means delivered. Network faults, time-outs, redirects, 5xx and the answers above throw `LmsUnavailableError`; every
 * other 4xx throws `LmsRefusedError`. Throws at once when the secret is not base64.
 */
export function createWebhookDelivery({
  url,
  secret,
  now = Date.now,
  timeoutMs = 10_000,
}: WebhookDeliveryOptions): LmsEffects {
  const webhook = new Webhook(secret);
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
          'webhook-signature': webhook.sign(event.id, sentAt, body),
        },
      }).catch((cause: unknown) => {
        throw new LmsUnavailableError(`The LMS did not answer to ${event.type}`, { cause });
      });
      // The answer's body says nothing to us; left unread it would hold the connection.
      await response.body?.cancel().catch(() => undefined);
      if (response.ok) return;
      const answer = `The LMS answered ${response.status} to ${event.type}`;
      if (isRefusal(response.status)) throw new LmsRefusedError(answer);
      throw new LmsUnavailableError(answer);
    },
  };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !RETRYABLE_CLIENT_ERRORS.has(status);
}
