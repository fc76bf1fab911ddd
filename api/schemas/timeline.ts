import { z } from 'zod';
import { timeOf, timeOrNull } from './fields.ts';

const CAUSED_BY = '`learner`, `staff`, `vendor`, `system` or `operator`';

const timelineEntry = z.object({
  at: timeOf('When it happened'),
  event: z.string().describe('What happened, such as `start` or `review`'),
  from: z.string().nullable().describe('Status before; null when the attempt was created'),
  to: z.string().describe('Status after'),
  caused_by: z.string().describe(CAUSED_BY),
  time_remaining_seconds: z
    .number()
    .nullable()
    .describe('Time left on the clock at that moment; null before it starts. It stops when the exam ends or fails'),
});

const gap = z.object({
  from: timeOf("When the learner's page was last heard from"),
  to: timeOrNull('When it was heard from again, or the attempt ended; null while the gap lasts'),
  seconds: z.number().describe('Length of the gap in seconds, up to now while it lasts'),
  service_outage_seconds: z
    .number()
    .describe('For how many seconds of the gap this service itself was unavailable, so that no page could be heard'),
  ended_attempt: z.boolean().describe('Whether this gap ended the attempt with an error'),
});

/** The short form, for the attempt's owner. */
export const timelineSchema = z
  .object({
    attempt_id: z.int().describe('Id of the attempt'),
    status: z.string().describe('Status now'),
    started_at: timeOrNull('When the clock was started'),
    ends_at: timeOrNull('When the clock runs out; null if it does not run'),
    set_up_confirmed: z
      .boolean()
      .nullable()
      .describe('Whether the proctoring provider has confirmed the setup; null without proctoring'),
    completed_at: timeOrNull('When the learner submitted, or the exam ended by itself'),
    last_heard_at: timeOrNull("When the learner's page was last heard from"),
    connection_gaps: z.array(gap).describe('For proctored exams: gaps of more than 90 seconds in the connection'),
    steps: z.array(timelineEntry).describe('Every change of status, oldest first'),
    notices: z
      .array(
        z.object({
          at: timeOf('When it was decided'),
          kind: z.string().describe('What it was, such as `send-mail`'),
          outcome: z.string().describe('What became of it: `pending`, `done`, `refused` or `withheld`'),
        }),
      )
      .describe('What was sent to the learner or changed on their record: email, credit, grade, certificate'),
  })
  .meta({ id: 'Timeline', description: 'What happened to an attempt, as its owner sees it' });

const effectTry = z.object({
  number: z.int().describe('Counted from 1'),
  began_at: timeOf('When the try began'),
  ended_at: timeOrNull('When it ended; null while it is under way, or if it never reported back'),
  outcome: z
    .enum(['under_way', 'done', 'failed', 'refused', 'unknown'])
    .describe('What became of it; `failed` is tried again, `refused` is not, `unknown` never reported back'),
  error: z.string().nullable().describe('What the other system said, if it failed'),
});

const retryRequest = z.object({
  at: timeOf('When it was requested'),
  caused_by: z.string().describe(CAUSED_BY),
  actor: z.string().nullable().describe('User name'),
  reason: z.string().nullable().describe('The reason given'),
});

const ignoredEvent = z.object({
  at: timeOf('When it arrived'),
  event: z.string().describe('What was wanted'),
  refusal: z.string().describe('Error code that says why it changed nothing'),
  caused_by: z.string().describe(CAUSED_BY),
  actor: z.string().nullable().describe('User name'),
});

/** The full form, for staff: who did what and why, and every effect on other systems. */
export const staffTimelineSchema = timelineSchema
  .extend({
    attempt_code: z.string().describe('Code by which the proctoring provider knows the attempt'),
    steps: z
      .array(
        timelineEntry.extend({
          version: z.int().describe('Number of this change of the attempt, counted from 1'),
          actor: z.string().nullable().describe('User name'),
          reason: z.string().nullable().describe('The reason given'),
          request_id: z
            .string()
            .nullable()
            .describe('Id of the request that made this change, as in `X-Request-Id` and the log'),
        }),
      )
      .describe('Every change of status, oldest first, with who made it'),
    ignored: z.array(ignoredEvent).describe('Messages that changed nothing, including cancellations in Temporal'),
    effects: z
      .array(
        z.object({
          key: z.string().describe('Key of the effect, the same on every try'),
          version: z.int().describe('Version of the change that caused it'),
          kind: z.string().describe('What is done, such as `send-mail`'),
          outcome: z
            .enum(['pending', 'done', 'refused', 'withheld'])
            .describe('What became of it; `withheld` was not done because it no longer applied'),
          planned_at: timeOf('When it was decided'),
          finished_at: timeOrNull('When it was done or refused; null while it is pending'),
          last_error: z.string().nullable().describe('What the other system said at the last try that failed'),
          tries: z.array(effectTry).describe('Every try, oldest first'),
          retry_requests: z
            .array(retryRequest)
            .describe('Who asked for another try after it was refused, when and why'),
          possibly_delivered_twice: z
            .boolean()
            .describe(
              'An earlier try may have got through although its result is unknown, so the target may have received it twice',
            ),
        }),
      )
      .describe('Every effect on other systems, oldest first'),
    workflow_url: z.string().nullable().describe("The attempt's workflow in the Temporal UI"),
  })
  .meta({ id: 'StaffTimeline', description: 'Everything that happened to an attempt, as staff see it' });
