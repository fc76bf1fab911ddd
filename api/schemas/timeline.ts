import { z } from 'zod';
import { REASON_CATEGORIES, STAFF_ROLES } from '../../rules/attempt/events.ts';
import { EFFECT_TARGETS } from '../wire/effect-target.ts';
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
    pauses: z
      .array(z.object({ from: timeOf('When it began'), to: timeOrNull('When it ended; null while it lasts') }))
      .describe('Times in which staff had paused the clock, oldest first'),
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
          actor_name: z.string().nullable().describe('Full name, as it is now'),
          actor_role: z
            .enum(STAFF_ROLES)
            .nullable()
            .describe('As what staff acted; null for others, and where it was not said'),
          reason: z.string().nullable().describe('The reason given'),
          category: z.enum(REASON_CATEGORIES).nullable().describe('What the reason is about'),
          minutes: z.int().nullable().describe('Minutes that were given for an incident'),
          ends_at: timeOrNull('When the clock runs out after this step; null while it does not run'),
          request_id: z
            .string()
            .nullable()
            .describe('Id of the request that made this change, as in `X-Request-Id` and the log'),
          bulk_id: z.string().nullable().describe('Id of the bulk act that it belongs to; null for none'),
        }),
      )
      .describe('Every change of status, oldest first, with who made it'),
    allowed_because: z
      .array(
        z.object({
          minutes: z.int().describe('Extra minutes'),
          kind: z.enum(['planned', 'incident']).describe('An allowance, or given for an incident'),
          by: z.string().nullable().describe('User name of who gave it; null where it is not known'),
          reason: z.string().nullable().describe('The reason given'),
          at: timeOf('When it was given'),
        }),
      )
      .describe('Why the attempt has more time than its exam'),
    reports: z
      .array(
        z.object({
          at: timeOf('When it happened, as the tool says'),
          received_at: timeOf('When the tool reported it'),
          action: z.string().describe('What the tool did: `pause`, `resume`, `terminate`, `update` or `flag`'),
          severity: z.number().describe('From 0 to 1'),
          reason_code: z.string().describe('The code of the tool'),
          reason: z.string().describe('The reason in words'),
          minutes: z.int().nullable().describe('Minutes that were given; null for other actions'),
        }),
      )
      .describe('What the LTI tool that proctors it reported, oldest first'),
    ignored: z.array(ignoredEvent).describe('Messages that changed nothing, including cancellations in Temporal'),
    effects: z
      .array(
        z.object({
          key: z.string().describe('Key of the effect, the same on every try'),
          version: z.int().describe('Version of the change that caused it'),
          kind: z.string().describe('What is done, such as `send-mail`'),
          target: z.enum(EFFECT_TARGETS).describe('Whom it is for'),
          outcome: z
            .enum(['pending', 'done', 'refused', 'withheld'])
            .describe(
              'What became of it; `withheld` was not done because it no longer applied, or because its target does not want it: `last_error` says so',
            ),
          planned_at: timeOf('When it was decided'),
          finished_at: timeOrNull('When it was done or refused; null while it is pending'),
          last_error: z.string().nullable().describe('What the other system said at the last try that failed'),
          tries: z.array(effectTry).describe('Every try, oldest first'),
          retry_requests: z
            .array(retryRequest)
            .describe('Who asked for another try after it was refused, or for it to be told again, when and why'),
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
  .meta({
    id: 'StaffTimeline',
    description: 'Everything that happened to an attempt, as staff see it',
    example: {
      attempt_id: 17,
      status: 'started',
      started_at: '2026-11-25T14:00:00Z',
      ends_at: '2026-11-25T15:45:00Z',
      set_up_confirmed: true,
      completed_at: null,
      last_heard_at: '2026-11-25T14:20:31Z',
      connection_gaps: [],
      steps: [
        {
          at: '2026-11-25T14:03:22.118000Z',
          event: 'incident-time',
          from: 'started',
          to: 'started',
          caused_by: 'staff',
          time_remaining_seconds: 6098,
          version: 4,
          actor: 'carol',
          actor_name: 'Carol Teacher',
          actor_role: 'course_staff',
          reason: 'Fire alarm in hall 2',
          category: 'fire-alarm',
          minutes: 15,
          ends_at: '2026-11-25T15:45:00Z',
          request_id: 'req-1f',
          bulk_id: null,
        },
      ],
      pauses: [],
      notices: [],
      attempt_code: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B',
      allowed_because: [
        {
          minutes: 15,
          kind: 'incident',
          by: 'carol',
          reason: 'Fire alarm in hall 2',
          at: '2026-11-25T14:03:22.118000Z',
        },
      ],
      reports: [],
      ignored: [],
      effects: [],
      workflow_url: null,
    },
  });
