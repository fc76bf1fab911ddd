import { z } from 'zod';

const count = z.coerce.number().int().min(1).max(36_500);

/** For how long what grows for ever is kept; workers delete what is older once an hour. */
export const RETENTION_SETTINGS = {
  AUDIT_LOG_DAYS: count
    .default(365)
    .describe('Days for which the audit log (who read what about other people) is kept'),
  IDEMPOTENT_ANSWER_HOURS: count
    .max(720)
    .default(24)
    .describe(
      'Hours for which a request that is sent again with its `Idempotency-Key` gets the answer of the first one',
    ),
  HEARTBEAT_GAP_DAYS: count
    .default(400)
    .describe("Days for which gaps in the connection of learners' pages are kept; appeals ask for them"),
  IGNORED_EVENT_DAYS: count
    .default(400)
    .describe('Days for which messages that changed nothing about an attempt are kept'),
  DELIVERED_CHANGE_DAYS: count
    .default(30)
    .describe('Days for which it is kept that a change of an exam or an allowance has been delivered'),
  SET_ASIDE_EVENT_DAYS: count
    .default(90)
    .describe('Days for which the places of unreadable events of the event bus are kept'),
};
