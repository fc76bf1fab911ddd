import { createClient } from '@redis/client';
import { streamOf } from '../../../lms/event-bus/delivery.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const BUS = { place: 'here', setting: 'EVENT_BUS_REDIS_CONNECTION_URL' } as const;
const CONSUMER = { place: 'LMS', setting: 'consumer of the events of exams' } as const;
const TIMEOUT_MS = 3_000;

const CONSUMER_PROCESS =
  './manage.py lms consume_events -t learning-exam-attempt-lifecycle -g lms ' +
  `--extra '{"consumer_name":"lms-1","check_backlog":true}'`;

/** Who reads a stream, by name; null if Redis cannot be asked. */
async function readersOf(url: string, stream: string): Promise<string[] | null> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: TIMEOUT_MS } });
  client.on('error', () => {});
  try {
    await client.connect();
    if ((await client.exists(stream)) === 0) return [];
    return (await client.xInfoGroups(stream)).map(({ name }) => name);
  } catch {
    return null;
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** Settings of the LMS for the same bus, and the process that reads it. */
function settingsOfLms({ url, topicPrefix }: Site['config']['lms']['eventBus']): string {
  return [
    'EVENT_BUS_CONSUMER = "edx_event_bus_redis.RedisEventConsumer"',
    `EVENT_BUS_REDIS_CONNECTION_URL = ${url === undefined ? 'the same Redis' : 'as it is here'}`,
    `EVENT_BUS_TOPIC_PREFIX = "${topicPrefix}"`,
    `and a process: ${CONSUMER_PROCESS}`,
  ].join('\n');
}

/** Whether the LMS hears of exams: without that it completes nothing and changes no grade. */
export async function checkEventBus({ config }: Site): Promise<Finding[]> {
  const { eventBus, webhookUrl, url: lmsUrl } = config.lms;
  if (eventBus.url === undefined) {
    const value = 'EVENT_BUS_REDIS_CONNECTION_URL=redis://HOST:6379/\nEVENT_BUS_TOPIC_PREFIX=the one of the LMS';
    const hasWebhook = webhookUrl !== undefined || lmsUrl !== undefined;
    const why = hasWebhook
      ? 'not set; events go to a webhook, which Open edX itself does not have'
      : 'not set, so the LMS hears of no exam';
    return [hasWebhook ? unseen(BUS, why, value) : missing(BUS, why, value)];
  }
  const stream = streamOf(eventBus.topicPrefix);
  const readers = await readersOf(eventBus.url, stream);
  const value = settingsOfLms(eventBus);
  if (readers === null) return [missing(BUS, 'Redis does not answer', 'the address of the Redis that the LMS reads')];
  const isRead = readers.length > 0;
  return [
    set(BUS, 'Redis answers'),
    isRead
      ? set(CONSUMER, `${readers.join(', ')} reads ${stream}`)
      : missing(CONSUMER, `nobody reads ${stream}`, value),
  ];
}
