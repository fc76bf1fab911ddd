import type { Logger } from 'pino';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import { hasExams } from '../db/exams.ts';
import { findProfile, listLearnersWithAttempts } from '../db/people-lookups.ts';
import { WEBHOOK_PATH } from './contract.ts';
import { followCourseStaff } from './event-bus/course-staff.ts';
import { createEventBusDelivery, isForBus } from './event-bus/delivery.ts';
import { createStreamWriter } from './event-bus/redis-stream.ts';
import { createHttpLookups } from './http-lookups.ts';
import { limitToKnownCourses } from './known-courses.ts';
import { createLocalLookups, type PeopleReader } from './local-lookups.ts';
import { createLoggingDelivery } from './logging-delivery.ts';
import type { LmsEffects } from './effects/index.ts';
import { createPlatformStaff, type IsPlatformStaff } from './platform/course-staff.ts';
import { createPlatformClient } from './platform/client.ts';
import type { PlatformProctoring } from './platform/port.ts';
import { createPlatformProctoring } from './platform/proctoring.ts';
import type { LmsLookups } from './port.ts';
import { createTestSender, type SendTestEvent } from './send-test-event.ts';
import { readSubscription } from './subscription.ts';
import { createWebhookDelivery } from './webhook-delivery.ts';

/** For who asks with the person's row at hand, and takes from that what the LMS does not say. */
const NOBODY: PeopleReader = { find: async () => null, listWithAttemptsIn: async () => [] };

const peopleOf = (pool: DatabasePool): PeopleReader => ({
  find: (username) => findProfile(pool, username),
  listWithAttemptsIn: (course, textSearch) => listLearnersWithAttempts(pool, course, textSearch),
});

/**
 * The LMS's answers; our own tables are used if no LMS is configured or if it fails, but for those of
 * people where `hasPeopleAtHand`.
 */
export function connectLookups(
  { lms }: Pick<Config, 'lms'>,
  pool: DatabasePool,
  log: Logger,
  { hasPeopleAtHand = false } = {},
): LmsLookups {
  const local = createLocalLookups(hasPeopleAtHand ? NOBODY : peopleOf(pool));
  if (!lms.url) return local;
  const remote = createHttpLookups({ url: lms.url, token: () => lms.token ?? '', standIn: local, log });
  return limitToKnownCourses(remote, (course) => hasExams(pool, course));
}

/** Where the LMS takes events, with the secrets that sign them; null without an LMS. */
function webhookOf({ lms }: Pick<Config, 'lms'>) {
  const url = lms.webhookUrl ?? (lms.url && new URL(WEBHOOK_PATH, lms.url).href);
  if (!url) return null;
  if (lms.webhookSecrets.length === 0)
    throw new Error('LMS_WEBHOOK_SECRET is missing: the LMS could not trust our deliveries.');
  return { url, secrets: () => lms.webhookSecrets };
}

function connectWebhooks(config: Pick<Config, 'lms'>, log: Logger): LmsEffects {
  const webhook = webhookOf(config);
  if (webhook === null) return createLoggingDelivery(log);
  const subscription = readSubscription('LMS_WEBHOOK_EVENTS', config.lms.webhookEvents);
  return createWebhookDelivery({ ...webhook, subscription });
}

/** Sends events that try the way to the LMS; null without a webhook and its secret. `now` in epoch milliseconds. */
export function connectTestEvents(config: Pick<Config, 'lms'>, now: () => number): SendTestEvent | null {
  if (config.lms.webhookSecrets.length === 0) return null;
  const webhook = webhookOf(config);
  return webhook && createTestSender({ ...webhook, now });
}

/** The edx-proctoring of the platform; null if no course is its own. `now` in epoch milliseconds. */
export function connectPlatform({ openedx }: Pick<Config, 'openedx'>, now: () => number): PlatformProctoring | null {
  const { url, clientId } = openedx;
  if (clientId === undefined) return null;
  if (url === undefined) throw new Error('OPENEDX_URL is missing: OPENEDX_CLIENT_ID is a client there.');
  return createPlatformProctoring(
    createPlatformClient({ url, clientId, clientSecret: () => openedx.clientSecret, now }),
  );
}

/** The ways to the LMS; without any, effects are logged and count as done. */
export function connectLmsEffects(config: Pick<Config, 'lms'>, log: Logger): LmsEffects {
  const others = connectWebhooks(config, log);
  const { url, topicPrefix, mostEntries, events } = config.lms.eventBus;
  if (url === undefined) return others;
  const subscription = readSubscription('EVENT_BUS_EVENTS', events, isForBus);
  const writer = createStreamWriter({ url: () => config.lms.eventBus.url ?? url, mostEntries, log });
  return createEventBusDelivery({ writer, topicPrefix, subscription, others });
}

/** Follows who is staff of which course on Open edX's event bus, until the signal; null without a bus. */
export function connectCourseStaff(
  { lms, temporal }: Pick<Config, 'lms' | 'temporal'>,
  pool: DatabasePool,
  log: Logger,
): ((signal: AbortSignal) => Promise<void>) | null {
  const { url, topicPrefix } = lms.eventBus;
  if (url === undefined) return null;
  const presentUrl = () => lms.eventBus.url ?? url;
  return (signal) => followCourseStaff({ url: presentUrl, topicPrefix, group: temporal.taskQueue, pool, log }, signal);
}

/** Who is staff of a course at Open edX; null without its address. `now` in epoch milliseconds. */
export function connectPlatformStaff(
  { openedx }: Pick<Config, 'openedx'>,
  log: Logger,
  now: () => number,
): IsPlatformStaff | null {
  return openedx.url === undefined ? null : createPlatformStaff({ url: openedx.url, log, now });
}
