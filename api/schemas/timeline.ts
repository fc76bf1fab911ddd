import { z } from 'zod';
import { wireTime } from './fields.ts';

const step = z.object({
  at: wireTime,
  event: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  caused_by: z.string().describe('learner, staff, vendor, system or operator'),
  time_remaining_seconds: z
    .number()
    .nullable()
    .describe('What the clock said then; null before its start. It stands still once the exam is over, or has erred'),
});

const gap = z.object({
  from: wireTime.describe("Last sign of life of the learner's page"),
  to: wireTime.nullable().describe('Next one, or the end of the attempt; null while the silence lasts'),
  seconds: z.number().describe('Its length, until now while it lasts'),
  seconds_of_our_outage: z.number().describe('How much of it nobody could have been heard'),
  put_out: z.boolean().describe('Whether the attempt was ended with an error for it'),
});

/** The plain form, for the attempt's owner. */
export const timelineSchema = z
  .object({
    attempt_id: z.int(),
    status: z.string(),
    started_at: wireTime.nullable(),
    ends_at: wireTime.nullable().describe('End of the clock'),
    set_up_confirmed: z
      .boolean()
      .nullable()
      .describe('Whether the proctoring provider ever confirmed the set-up; null without proctoring'),
    completed_at: wireTime.nullable(),
    last_heard_at: wireTime.nullable().describe("Last sign of life of the learner's page"),
    connection_gaps: z.array(gap).describe('Silences longer than 90 seconds of a proctored exam'),
    steps: z.array(step),
    notices: z.array(z.object({ at: wireTime, kind: z.string(), outcome: z.string() })),
  })
  .meta({ id: 'Timeline' });

const effectTry = z.object({
  number: z.int(),
  began_at: wireTime,
  ended_at: wireTime.nullable(),
  outcome: z.enum(['under_way', 'done', 'failed', 'refused', 'unknown']),
  error: z.string().nullable(),
});

const askedAgain = z.object({
  at: wireTime,
  caused_by: z.string(),
  actor: z.string().nullable().describe('User name'),
  reason: z.string().nullable(),
});

const ignoredEvent = z.object({
  at: wireTime,
  event: z.string(),
  refusal: z.string().describe('Why it changed nothing'),
  caused_by: z.string(),
  actor: z.string().nullable().describe('User name'),
});

/** For staff: with who, why, and everything that was caused outside. */
export const staffTimelineSchema = timelineSchema
  .extend({
    attempt_code: z.string(),
    steps: z.array(
      step.extend({
        version: z.int(),
        actor: z.string().nullable().describe('User name'),
        reason: z.string().nullable(),
        request_id: z.string().nullable().describe('Of the request it came from, as in `X-Request-Id` and the log'),
      }),
    ),
    ignored: z.array(ignoredEvent).describe('Messages that changed nothing, a cancellation in Temporal among them'),
    effects: z.array(
      z.object({
        key: z.string(),
        version: z.int().describe('Of the step that caused it'),
        kind: z.string(),
        outcome: z.enum(['pending', 'done', 'refused', 'withheld']),
        planned_at: wireTime,
        finished_at: wireTime.nullable(),
        last_error: z.string().nullable(),
        tries: z.array(effectTry),
        asked_again: z.array(askedAgain).describe('Who had it tried again after it was refused'),
        may_have_come_twice: z
          .boolean()
          .describe('A try of which nobody knows whether it arrived was followed by another'),
      }),
    ),
    workflow_url: z.string().nullable().describe("The attempt's workflow in the Temporal UI"),
  })
  .meta({ id: 'StaffTimeline' });
