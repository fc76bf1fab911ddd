import type { Logger } from 'pino';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import { hasExams } from '../db/exams.ts';
import { findProfile, listLearnersWithAttempts } from '../db/people-lookups.ts';
import { WEBHOOK_PATH } from './contract.ts';
import { createHttpLookups } from './http-lookups.ts';
import { limitToKnownCourses } from './known-courses.ts';
import { createLocalLookups } from './local-lookups.ts';
import { createLoggingDelivery } from './logging-delivery.ts';
import type { LmsEffects } from './effects/index.ts';
import type { LmsLookups } from './port.ts';
import { createWebhookDelivery } from './webhook-delivery.ts';

/** The LMS's answers; our own tables are used if no LMS is configured or if it fails. */
export function connectLookups({ lms }: Pick<Config, 'lms'>, pool: DatabasePool, log: Logger): LmsLookups {
  const local = createLocalLookups({
    find: (username) => findProfile(pool, username),
    listWithAttemptsIn: (course, textSearch) => listLearnersWithAttempts(pool, course, textSearch),
  });
  if (!lms.url) return local;
  const remote = createHttpLookups({ url: lms.url, token: lms.token ?? '', standIn: local, log });
  return limitToKnownCourses(remote, (course) => hasExams(pool, course));
}

/** The way to the LMS; without one, effects are logged and count as done. */
export function connectLmsEffects({ lms }: Pick<Config, 'lms'>, log: Logger): LmsEffects {
  const url = lms.webhookUrl ?? (lms.url && new URL(WEBHOOK_PATH, lms.url).href);
  if (!url) return createLoggingDelivery(log);
  if (lms.webhookSecrets.length === 0)
    throw new Error('LMS_WEBHOOK_SECRET is missing: the LMS could not trust our deliveries.');
  return createWebhookDelivery({ url, secrets: lms.webhookSecrets });
}
