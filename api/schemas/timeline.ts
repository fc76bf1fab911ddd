import { z } from 'zod';
import { wireTime } from './fields.ts';

const timelineEntry = z.object({
  at: wireTime,
  event: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  caused_by: z.string().describe('learner, staff, vendor, system or operator'),
  time_remaining_seconds: z
    .number()
    .nullable()
    .describe('Time left on the clock at that moment; null before it starts. It stops when the exam ends or fails'),
});

const gap = z.object({
  from: wireTime.describe("When the learner's page was last heard from"),
  to: wireTime.nullable().describe('When it was heard from again, or the attempt ended; null while the gap lasts'),
  seconds: z.number().describe('Length of the gap, up to now while it lasts'),
  service_outage_seconds: z
    .number()
    .describe('How much of the gap this service itself was unavailable, so that no page could be heard'),
  ended_attempt: z.boolean().describe('Whether this gap ended the attempt with an error'),
});

/** The short form, for the attempt's owner. */
export const timelineSchema = z
  .object({
    attempt_id: z.int(),
    status: z.string(),
    started_at: wireTime.nullable(),
    ends_at: wireTime.nullable().describe('When the clock runs out'),
    set_up_confirmed: z
      .boolean()
      .nullable()
      .describe('Whether the proctoring provider has confirmed the setup; null without proctoring'),
    completed_at: wireTime.nullable(),
    last_heard_at: wireTime.nullable().describe("When the learner's page was last heard from"),
    connection_gaps: z.array(gap).describe('For proctored exams: gaps of more than 90 seconds in the connection'),
    steps: z.array(timelineEntry).describe('Every change of status, oldest first'),
    notices: z
      .array(z.object({ at: wireTime, kind: z.string(), outcome: z.string() }))
      .describe('What was sent to the learner or changed on their record: email, credit, grade, certificate'),
  })
  .meta({ id: 'Timeline' });

const effectTry = z.object({
  number: z.int(),
  began_at: wireTime,
  ended_at: wireTime.nullable(),
  outcome: z.enum(['under_way', 'done', 'failed', 'refused', 'unknown']),
  error: z.string().nullable(),
});

const retryRequest = z.object({
  at: wireTime,
  caused_by: z.string(),
  actor: z.string().nullable().describe('User name'),
  reason: z.string().nullable(),
});

const ignoredEvent = z.object({
  at: wireTime,
  event: z.string(),
  refusal: z.string().describe('Error code that says why it changed nothing'),
  caused_by: z.string(),
  actor: z.string().nullable().describe('User name'),
});

/** The full form, for staff: who did what and why, and every effect on other systems. */
export const staffTimelineSchema = timelineSchema
  .extend({
    attempt_code: z.string(),
    steps: z.array(
      timelineEntry.extend({
        version: z.int(),
        actor: z.string().nullable().describe('User name'),
        reason: z.string().nullable(),
        request_id: z
          .string()
          .nullable()
          .describe('Id of the request that made this change, as in `X-Request-Id` and the log'),
      }),
    ),
    ignored: z.array(ignoredEvent).describe('Messages that changed nothing, including cancellations in Temporal'),
    effects: z.array(
      z.object({
        key: z.string(),
        version: z.int().describe('Version of the change that caused it'),
        kind: z.string(),
        outcome: z.enum(['pending', 'done', 'refused', 'withheld']),
        planned_at: wireTime,
        finished_at: wireTime.nullable(),
        last_error: z.string().nullable(),
        tries: z.array(effectTry),
        retry_requests: z.array(retryRequest).describe('Who asked for another try after it was refused, when and why'),
        possibly_delivered_twice: z
          .boolean()
          .describe(
            'An earlier try may have got through although its result is unknown, so the target may have received it twice',
          ),
      }),
    ),
    workflow_url: z.string().nullable().describe("The attempt's workflow in the Temporal UI"),
  })
  .meta({ id: 'StaffTimeline' });
