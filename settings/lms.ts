import { z } from 'zod';
import { names, optionalUrl, webhookSecret } from './kinds.ts';

/** What the LMS is asked and told. */
export const LMS_SETTINGS = {
  LMS_URL: optionalUrl.describe('LMS that answers lookups; if unset, token claims and our own tables are used'),
  LMS_TOKEN: z.string().optional().describe('Bearer token for the lookups'),
  OPENEDX_URL: optionalUrl.describe(
    'Address of an unmodified Open edX that has this service as its exams service; it is asked who is staff of a course, with their own token',
  ),
  OPENEDX_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      'Client id at `OPENEDX_URL` with which requests for courses that are not configured here are passed on to its own edx-proctoring; if unset, all courses are ours',
    ),
  OPENEDX_CLIENT_SECRET: z.string().optional().describe('Secret of that client'),
  LMS_WEBHOOK_URL: optionalUrl.describe(
    'Address to which events for the LMS are delivered; default: `LMS_URL` plus the documented path',
  ),
  LMS_WEBHOOK_SECRET: webhookSecret
    .optional()
    .describe('Standard Webhooks secret (`whsec_…`) with which deliveries are signed'),
  LMS_WEBHOOK_EVENTS: names
    .optional()
    .describe(
      'Event types that the webhook gets, comma-separated (docs/lms.md lists them); default: all. Effects of other types are recorded as withheld',
    ),
  EVENT_BUS_REDIS_CONNECTION_URL: z
    .url({ protocol: /^rediss?$/, hostname: /./ })
    .optional()
    .describe(
      "Redis of Open edX's event bus, `redis://` or `rediss://`: the events of exams go there instead of to the webhook, and who is staff of a course is read there",
    ),
  EVENT_BUS_TOPIC_PREFIX: z.string().default('').describe('Prefix of the topics of that event bus, as the LMS has it'),
  EVENT_BUS_EVENTS: names
    .optional()
    .describe('Which of the `org.openedx` event types the event bus gets, comma-separated; default: all'),
  EVENT_BUS_REDIS_STREAM_MAX_LEN: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(10_000)
    .describe('About how many events the bus keeps for a consumer that is away'),
  LMS_WEBHOOK_SECRET_PREVIOUS: webhookSecret
    .optional()
    .describe('Previous secret, with which deliveries are also signed'),
};
