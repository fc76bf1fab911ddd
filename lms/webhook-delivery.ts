import { toCloudEvent } from './cloud-events.ts';
import type { LmsEffects } from './effects/index.ts';
import { LmsRefusedError, LmsUnavailableError } from './port.ts';
import { isSubscribed, withheldAs, type Subscription } from './subscription.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

export interface WebhookDeliveryOptions extends WebhookOptions {
  /** Without one, to all types. */
  subscription?: Subscription | undefined;
}

/** Answers that may change on a retry: an operator corrects the secret, or the LMS comes back. */
const RETRYABLE_CLIENT_ERRORS: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** What follows from the status of an answer. */
export function judge(status: number): 'taken' | 'refused' | 'to be tried again' {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 400 && status < 500 && !RETRYABLE_CLIENT_ERRORS.has(status) ? 'refused' : 'to be tried again';
}

/**
 * Delivers effects by webhook: one POST per try, the effect key as `webhook-id`, 2xx means delivered. Redirects, 5xx, the
 * answers above and an LMS that cannot be reached throw `LmsUnavailableError`, no answer in time or a broken connection
 * `LmsUnansweredError`; every other 4xx throws `LmsRefusedError`. Throws at once when a secret is not base64.
 */
export function createWebhookDelivery({ subscription, ...options }: WebhookDeliveryOptions): LmsEffects {
  const post = createWebhook(options);
  return {
    async deliver(effect) {
      const event = toCloudEvent(effect);
      if (!isSubscribed(subscription, event.type)) return withheldAs(event.type, subscription);
      const status = await post(event);
      const verdict = judge(status);
      if (verdict === 'taken') return;
      const answer = `The LMS answered ${status} to ${event.type}`;
      throw verdict === 'refused' ? new LmsRefusedError(answer) : new LmsUnavailableError(answer);
    },
  };
}
