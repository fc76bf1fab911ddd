import { z } from 'zod';
import { commaList, flag, json, privateKey } from './kinds.ts';

/** The rules of exams, and the vendors. */
export const PROCTORING_SETTINGS = {
  PROCTORING_USER_OBFUSCATION_KEY: z
    .string()
    .default('')
    .describe('Key from which the pseudonyms sent to vendors are made. Never change it. Required with a REST back-end'),
  PROCTORING_BACKENDS: json
    .default({ DEFAULT: 'null', null: {} })
    .describe('JSON object: `DEFAULT` and one entry for each back-end'),
  LTI_KEY: privateKey
    .optional()
    .describe(
      'Private RSA key (PEM) with which messages to LTI tools are signed. Required with a `tool` of a back-end',
    ),
  LTI_KEY_PREVIOUS: privateKey
    .optional()
    .describe(
      'Previous or next such key: tools find its public key beside the other, so that they know both in a change',
    ),
  LTI_AUDIENCES: commaList
    .default([])
    .describe(
      'Other names by which LTI tools address their tokens to this service, besides `PUBLIC_URL`; comma-separated',
    ),
  DEFAULT_REVIEW_POLICY: z
    .string()
    .default('Closed Book')
    .describe('Notes for reviewers when an exam has no review policy'),
  DESKTOP_APPLICATION_PING_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(60)
    .describe('Seconds between pings of the desktop application'),
  LOW_THRESHOLD_PCT: z.coerce
    .number()
    .default(0.2)
    .describe('When the first warning is shown, as a fraction of the time limit'),
  CRITICALLY_LOW_THRESHOLD_PCT: z.coerce
    .number()
    .default(0.05)
    .describe('When the last warning is shown, as a fraction of the time limit'),
  ALLOW_TIMED_OUT_STATE: flag
    .default(false)
    .describe('When time runs out, store the status `timed_out` instead of `submitted`'),
  ALLOW_REVIEW_UPDATES: flag.default(true).describe('Accept another review of an attempt that already has one'),
  REQUIRE_FAILURE_SECOND_REVIEWS: flag.default(true).describe('A failing review must be confirmed by a person'),
  ALLOW_CALLBACK_SIMULATION: flag
    .default(false)
    .describe('Skip the check of the record locator; never use it in production'),
  PROCTORED_EXAM_VIEWABLE_PAST_DUE: flag
    .default(false)
    .describe('Show the content again once the learner has acknowledged the result'),
  USE_ONBOARDING_PROFILE_API: flag.default(false).describe('Ask the vendor for the onboarding status'),
  SWITCHES: commaList.default([]).describe('Feature switches that are on, comma-separated'),
  HEARTBEAT_WATCH_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(5)
    .describe('Seconds between checks for lost pings'),
  PAUSE_MAX_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365 * 24)
    .default(24)
    .describe(
      'After so many hours a pause that nobody has ended turns the attempt into an error, which can be resumed',
    ),
  UNDO_WINDOW_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600)
    .default(60)
    .describe(
      'For so many seconds what staff have done to an attempt can be undone, and its effects wait; 0: not at all',
    ),
};
