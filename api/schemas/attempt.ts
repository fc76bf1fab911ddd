import { z } from 'zod';
import { examSchema } from './exam.ts';
import { wireId, wireTime, yes } from './fields.ts';

/** rest-api §3.2. */
export const userSchema = z.object({ id: z.int(), username: z.string(), email: z.string() }).meta({ id: 'User' });

/** rest-api §3.3. */
export const attemptSchema = z
  .object({
    id: z.int(),
    created: wireTime,
    modified: wireTime,
    user: userSchema,
    started_at: wireTime.nullable(),
    completed_at: wireTime.nullable(),
    external_id: z.string().nullable(),
    status: z.string(),
    proctored_exam: examSchema,
    allowed_time_limit_mins: z.int().nullable().describe('Set when the clock starts and then fixed'),
    attempt_code: z.string(),
    is_sample_attempt: z.boolean(),
    taking_as_proctored: z.boolean(),
    review_policy_id: z.int().nullable(),
    is_status_acknowledged: z.boolean(),
    time_remaining_seconds: z.number().nullable(),
    is_resumable: z.boolean(),
    ready_to_resume: z.boolean(),
    resumed: z.boolean(),
  })
  .meta({ id: 'Attempt' });

/** The poll's answer: the attempt with the live remaining time. */
export const polledAttemptSchema = attemptSchema
  .extend({ time_remaining_seconds: z.number(), accessibility_time_string: z.string() })
  .meta({ id: 'PolledAttempt' });

/** rest-api §3.5. */
export const timerSchema = z
  .object({
    in_timed_exam: z.literal(true),
    taking_as_proctored: z.boolean(),
    exam_type: z.string().describe('Phrase such as "a timed exam"'),
    exam_display_name: z.string(),
    exam_url_path: z.string(),
    time_remaining_seconds: z.number(),
    total_time: z.string(),
    low_threshold_sec: z.int(),
    critically_low_threshold_sec: z.int(),
    course_id: z.string(),
    attempt_id: z.int(),
    external_id: z.string().nullable(),
    accessibility_time_string: z.string(),
    attempt_status: z.string(),
    exam_started_poll_url: z.string(),
    attempt_ready_to_resume: z.boolean(),
    use_legacy_attempt_api: z.literal(true),
    desktop_application_js_url: z.string(),
    ping_interval: z.int().optional().describe('In seconds; only for proctored exams'),
    attempt_code: z.string().optional(),
    software_download_url: z.string().nullable().optional(),
  })
  .meta({ id: 'Timer' });

export const nothing = z.object({}).describe('Empty object when there is none');
export const attemptId = z.object({ exam_attempt_id: z.int() });

/** rest-api §6.2. */
export const attemptCreation = z.object({ exam_id: wireId, start_clock: yes, attempt_proctored: yes });

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
export const attemptAction = z.object({
  action: z.enum(ACTIONS),
  detail: z
    .string()
    .transform((text) => text.replaceAll('\0', '').slice(0, LONGEST_DETAIL))
    .optional()
    .describe('For `error`: what happened. The first 500 characters are stored'),
  user_id: wireId.nullish().describe('For `mark_ready_to_resume`, sent by staff: id of the learner'),
});
