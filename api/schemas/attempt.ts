import { z } from 'zod';
import { examSchema } from './exam.ts';
import { ATTEMPT, EXAM, TIMER, USER } from './examples.ts';
import { timeOf, timeOrNull, wireId, wireIdIfAny, YES, yes } from './fields.ts';

/** rest-api §3.2. */
export const userSchema = z
  .object({
    id: z.int().describe('Id of the person in the LMS'),
    username: z.string().describe('User name'),
    email: z.string().describe('Email address; empty if none is known'),
  })
  .meta({ id: 'User', description: 'A person who signs in to the LMS', example: USER });

const pausedAt = timeOf('Since when staff have paused the clock; only while it is paused').optional();

/** rest-api §3.3. */
export const attemptSchema = z
  .object({
    id: z.int().describe('Id of the attempt'),
    created: timeOf('When the attempt was created'),
    modified: timeOf('When it last changed'),
    user: userSchema.describe('The learner'),
    started_at: timeOrNull('When the clock was started'),
    completed_at: timeOrNull('When the learner submitted, or the exam ended by itself'),
    external_id: z
      .string()
      .nullable()
      .describe("The proctoring provider's id for the attempt; hidden from learners where it proves a review"),
    status: z.string().describe('Status, such as `created`, `started`, `submitted` or `verified`'),
    proctored_exam: examSchema.describe('The exam'),
    allowed_time_limit_mins: z
      .int()
      .nullable()
      .describe('Minutes allowed, with extra time; set when the clock starts and then fixed'),
    attempt_code: z.string().describe('Code by which the proctoring provider knows the attempt'),
    is_sample_attempt: z.boolean().describe('Whether the exam was for practice when the attempt was created'),
    taking_as_proctored: z.boolean().describe('Whether the learner takes the exam with proctoring'),
    review_policy_id: z.int().nullable().describe("Id of the exam's review policy when the attempt was created"),
    is_status_acknowledged: z.boolean().describe('Whether the learner has acknowledged the result'),
    time_remaining_seconds: z
      .number()
      .nullable()
      .describe('Seconds that were left when the attempt ended with an error, for the attempt that resumes it'),
    is_resumable: z.boolean().describe('Whether staff may let the learner resume the attempt'),
    ready_to_resume: z.boolean().describe('Whether staff have let the learner resume it'),
    resumed: z.boolean().describe('Whether another attempt has resumed it'),
    paused_at: pausedAt,
  })
  .meta({ id: 'Attempt', description: 'An attempt of a learner on an exam', example: ATTEMPT });

/** The poll's answer: the attempt with the live remaining time. */
export const polledAttemptSchema = attemptSchema
  .extend({
    time_remaining_seconds: z
      .number()
      .describe('Seconds left on the clock, which stand still while it is paused; 0 if it does not run'),
    accessibility_time_string: z.string().describe('The same in English words, to the minute, for screen readers'),
  })
  .meta({
    id: 'PolledAttempt',
    description: 'An attempt with the time left on its clock',
    example: {
      ...ATTEMPT,
      time_remaining_seconds: TIMER.time_remaining_seconds,
      accessibility_time_string: TIMER.accessibility_time_string,
    },
  });

/** rest-api §3.5. */
export const timerSchema = z
  .object({
    in_timed_exam: z.literal(true).describe('Always true: there is an attempt'),
    taking_as_proctored: z.boolean().describe('Whether the learner takes the exam with proctoring'),
    exam_type: z.string().describe('Phrase such as "a timed exam"'),
    exam_display_name: z.string().describe('Name of the exam'),
    exam_url_path: z
      .string()
      .describe('Where the exam is: an absolute URL for the learning front end, otherwise a path of the LMS'),
    time_remaining_seconds: z.number().describe('Seconds left on the clock; 0 if it does not run'),
    total_time: z.string().describe('Time allowed in English words, such as "1 hour and 30 minutes"'),
    low_threshold_sec: z.int().describe('Seconds left below which time counts as low; 0 before the start'),
    critically_low_threshold_sec: z
      .int()
      .describe('Seconds left below which time counts as critically low; 0 before the start'),
    course_id: z.string().describe('Key of the course'),
    attempt_id: z.int().describe('Id of the attempt'),
    external_id: z
      .string()
      .nullable()
      .describe("The proctoring provider's id for the attempt; hidden where it proves a review"),
    accessibility_time_string: z.string().describe('Time left in English words, to the minute, for screen readers'),
    attempt_status: z.string().describe('Status of the attempt'),
    exam_started_poll_url: z.string().describe('Path to poll for changes of the attempt'),
    attempt_ready_to_resume: z.boolean().describe('Whether the learner may resume it, and has not yet'),
    use_legacy_attempt_api: z.literal(true).describe('Always true: tells the learning front end to use this API'),
    desktop_application_js_url: z
      .string()
      .describe("URL of the worker that speaks to the provider's application; empty if there is none"),
    paused_at: pausedAt,
    ping_interval: z.int().optional().describe('In seconds; only for proctored exams'),
    attempt_code: z.string().optional().describe('Code of the attempt; only for proctored exams'),
    software_download_url: z
      .string()
      .nullable()
      .optional()
      .describe("Where to download the provider's software; only before the setup is done, null if it is not known"),
  })
  .meta({ id: 'Timer', description: 'A running attempt, as the timer on the page needs it', example: TIMER });

export const nothing = z.object({}).describe('Empty object when there is none');
export const attemptId = z
  .object({ exam_attempt_id: z.int().describe('Id of the attempt') })
  .meta({ example: { exam_attempt_id: ATTEMPT.id } })
  .describe('The attempt was created');

/** rest-api §6.2. */
export const attemptCreation = z
  .object({
    exam_id: wireId.describe('Id of the exam, as a number or as text'),
    start_clock: yes.describe(`Start the clock at once. ${YES}`),
    attempt_proctored: yes.describe(`Take the exam with proctoring. ${YES}`),
  })
  .meta({ example: { exam_id: EXAM.id, start_clock: true, attempt_proctored: true } });

export const ACTIONS = [
  'start',
  'stop',
  'submit',
  'click_download_software',
  'decline',
  'error',
  'reset_attempt',
  'mark_ready_to_resume',
  'ping',
] as const;

const LONGEST_DETAIL = 500;

/** rest-api §6.4, and `ping`. */
export const attemptAction = z
  .object({
    action: z.enum(ACTIONS).describe('What to do; `ping` only says that the page is still open'),
    detail: z
      .string()
      .transform((text) => text.replaceAll('\0', '').slice(0, LONGEST_DETAIL))
      .nullish()
      .describe(
        'For `error`: what happened; for `mark_ready_to_resume`: the reason. The first 500 characters are stored',
      ),
    user_id: wireIdIfAny.describe('For `mark_ready_to_resume`, sent by staff: id of the learner'),
  })
  .meta({ example: { action: 'submit' } });
