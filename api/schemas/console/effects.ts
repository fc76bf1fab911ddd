import { z } from 'zod';
import { EFFECT_KINDS, EFFECTS } from '../../../rules/attempt/effects.ts';
import { courseKey } from '../fields.ts';
import { EFFECT_TARGETS } from '../../wire/effect-target.ts';

const MOST_KEYS = 1_000;
const LMS_KINDS = EFFECT_KINDS.filter((kind) => EFFECTS[kind].lane === 'lms');

const filter = z
  .strictObject({
    target: z.enum(EFFECT_TARGETS).optional().describe('Whom they are for'),
    kind: z
      .enum(EFFECT_KINDS as [string, ...string[]])
      .optional()
      .describe('What is done, such as `send-mail`'),
    last_error: z.string().min(1).max(2_000).optional().describe('What the target said, word for word: the cause'),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), 'must name a target, a kind or a cause')
  .describe('All refused effects that match every field');

export const retryBody = z
  .strictObject({
    course: courseKey.optional().describe('Course key; only effects of its attempts. Course staff must name it'),
    keys: z.array(z.string().max(200)).min(1).max(MOST_KEYS).optional().describe(`Keys, at most ${MOST_KEYS}`),
    filter: filter.optional(),
    reason: z.string().trim().max(1000).optional().describe('Why, in your words; kept with each effect'),
    dry_run: z.boolean().default(false).describe('Only count them'),
  })
  .refine(({ keys, filter: given }) => (keys === undefined) !== (given === undefined), 'must have `keys` or `filter`')
  .meta({ example: { filter: { target: 'mail', last_error: 'MailRefusedError: 550 no such mailbox' } } });

const instant = z.iso.datetime({ offset: true }).transform(Date.parse);

const delivered = z
  .strictObject({
    kind: z
      .enum(LMS_KINDS as [string, ...string[]])
      .optional()
      .describe('What the LMS was told, such as `publish-exam-event`'),
    from: instant.describe('Delivered then or later, ISO 8601'),
    to: instant.optional().describe('Delivered before; without it until now'),
  })
  .describe('Everything that the LMS was told in that time');

export const redeliverBody = z
  .strictObject({
    course: courseKey.optional().describe('Course key; only effects of its attempts. Course staff must name it'),
    keys: z.array(z.string().max(200)).min(1).max(MOST_KEYS).optional().describe(`Keys, at most ${MOST_KEYS}`),
    filter: delivered.optional(),
    reason: z.string().trim().max(1000).optional().describe('Why, in your words; kept with each effect'),
    dry_run: z.boolean().default(false).describe('Only count them'),
  })
  .refine(({ keys, filter: given }) => (keys === undefined) !== (given === undefined), 'must have `keys` or `filter`')
  .meta({
    example: { filter: { from: '2030-06-01T08:00:00Z' }, reason: 'The LMS was restored to its backup of 8:00' },
  });

export const retryAnswer = z
  .object({ effects: z.int().describe('How many effects there were') })
  .meta({ id: 'RetryAnswer', description: 'Effects that are tried, or told, again', example: { effects: 12 } });
