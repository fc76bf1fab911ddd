import type { Logger } from 'pino';
import { toCloudEvent } from './cloud-events.ts';
import type { LmsEffects } from './effects/index.ts';

/**
 * Stands in when no LMS is configured: every effect is logged at info level, without names, and counts as delivered.
 * Nothing leaves the machine and nothing is dropped silently.
 */
export function createLoggingDelivery(log: Pick<Logger, 'info'>): LmsEffects {
  return {
    async deliver(effect) {
      const { id, type, subject } = toCloudEvent(effect);
      log.info(
        { key: id, type, subject, course: effect.course, learnerId: effect.learner?.id ?? null },
        'No LMS is configured: effect recorded here only',
      );
    },
  };
}
