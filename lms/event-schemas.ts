import { z } from 'zod';

const user = z
  .strictObject({ id: z.int(), username: z.string() })
  .describe('A person, by their id and user name in the LMS');
const course_id = z.string().describe('Course key');
const content_id = z.string().describe('Usage key of the exam');
const instant = z.iso.datetime().describe('UTC');

const openedxUser = z.strictObject({
  id: z.int(),
  is_active: z.boolean(),
  pii: z.strictObject({ username: z.string(), email: z.string(), name: z.string() }),
});

/** The fields of `ExamAttemptData`, Open edX events 10.5.0; the argument of the signal is `exam_attempt`. */
const openedxExamAttempt = z.strictObject({
  exam_attempt: z.strictObject({
    student_user: openedxUser,
    course_key: course_id,
    usage_key: content_id,
    exam_type: z.string().describe('timed, proctored, practice or onboarding'),
    requesting_user: openedxUser.nullable().describe('Who caused it, if not the learner; always present on a reset'),
  }),
});

const requirement = {
  learner: user,
  course_id,
  namespace: z.literal('proctored_exam'),
  name: content_id,
};

const trackedAttempt = {
  attempt_id: z.int(),
  attempt_user_id: z.int(),
  attempt_started_at: instant.nullable(),
  attempt_completed_at: instant.nullable(),
  attempt_code: z.string(),
  attempt_allowed_time_limit_mins: z.int().nullable(),
  attempt_status: z.string(),
  attempt_event_elapsed_time_secs: z.int().nullable().describe('Seconds since the start; null before the start'),
};

const tracked = z.strictObject({
  exam_id: z.int(),
  exam_content_id: content_id,
  exam_name: z.string(),
  exam_default_time_limit_mins: z.int(),
  exam_is_proctored: z.boolean(),
  exam_is_practice_exam: z.boolean(),
  exam_is_active: z.boolean(),
  ...z.object(trackedAttempt).partial().shape,
  review_attempt_code: z.string().optional(),
  review_status: z.string().optional(),
  allowance_user_id: z.int().optional(),
  allowance_key: z.string().optional(),
  allowance_value: z.string().optional(),
});

/** Payload of every event type that the LMS receives. */
export const EVENT_DATA = {
  'org.openedx.learning.exam.attempt.submitted.v1': openedxExamAttempt.describe('An attempt was submitted'),
  'org.openedx.learning.exam.attempt.verified.v1': openedxExamAttempt.describe('An attempt passed its review'),
  'org.openedx.learning.exam.attempt.rejected.v1': openedxExamAttempt.describe('An attempt failed its review'),
  'org.openedx.learning.exam.attempt.errored.v1': openedxExamAttempt.describe('An attempt ended in a technical error'),
  'org.openedx.learning.exam.attempt.reset.v1': openedxExamAttempt.describe('Staff removed an attempt'),
  'org.durable-proctoring.credit.requirement.set.v1': z
    .strictObject({ ...requirement, status: z.enum(['satisfied', 'failed', 'declined', 'submitted']) })
    .describe("Set the status of the exam's credit requirement"),
  'org.durable-proctoring.credit.requirement.remove.v1': z
    .strictObject(requirement)
    .describe("Remove the status of the exam's credit requirement"),
  'org.durable-proctoring.unit.complete.v1': z
    .strictObject({ learner: user, course_id, content_id })
    .describe('Mark everything in the exam complete'),
  'org.durable-proctoring.answers.erase.v1': z
    .strictObject({ learner: user, course_id, content_id, requested_by: user.nullable() })
    .describe("Erase the learner's answers in the exam"),
  'org.durable-proctoring.grade.override.set.v1': z
    .strictObject({
      learner: user,
      course_id,
      content_id,
      earned_all: z.literal(0),
      earned_graded: z.literal(0),
      overrider: user.nullable(),
      comment: z.string(),
    })
    .describe("Override the learner's grade on the exam"),
  'org.durable-proctoring.grade.override.undo.v1': z
    .strictObject({ learner: user, course_id, content_id })
    .describe('Undo the override of the grade; if there is none, do nothing'),
  'org.durable-proctoring.certificate.invalidate.v1': z
    .strictObject({ learner: user, course_id })
    .describe("Invalidate the learner's certificate for the course"),
  'org.durable-proctoring.support.notify.v1': z
    .strictObject({
      learner: user,
      course_id,
      content_id,
      exam_name: z.string(),
      review_status: z.string(),
      review_url: z.url().nullable(),
    })
    .describe('Tell support about a review that a person should look at'),
  'org.durable-proctoring.attempt.status.changed.v1': z
    .strictObject({
      learner: user,
      course_id,
      content_id,
      attempt_id: z.int(),
      status: z.string(),
      full_name: z
        .string()
        .nullable()
        .describe('Name registered with the vendor, empty if there is no vendor; only when the attempt is created'),
      profile_name: z.string().nullable().describe('Only when the attempt is created'),
      is_practice_exam: z.boolean(),
      is_proctored: z.boolean(),
      backend_supports_onboarding: z
        .boolean()
        .nullable()
        .describe('Null only when an exam without a back-end is started'),
    })
    .describe('The status of an attempt changed'),
  'org.durable-proctoring.tracking.emitted.v1': z
    .strictObject({
      name: z.string().describe('Name of the tracking event, such as edx.special_exam.proctored.attempt.started'),
      context: z.strictObject({ course_id, org_id: z.string().optional() }),
      learner: user.nullable(),
      event: tracked,
    })
    .describe('A tracking event for analytics'),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<Type extends EventType> = z.output<(typeof EVENT_DATA)[Type]>;

/** The CloudEvents 1.0 envelope, structured JSON, of one event type. */
export function cloudEventSchema<Type extends EventType>(type: Type) {
  return z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Idempotency key: the same on every try and never reused for anything else'),
    source: z.literal('/durable-proctoring'),
    type: z.literal(type),
    subject: z.string().describe('Attempt code, or the usage key of the exam if the event is not about an attempt'),
    time: instant.describe('When it happened, in UTC'),
    datacontenttype: z.literal('application/json'),
    data: EVENT_DATA[type],
  });
}

/** One event as the LMS receives it. */
export type CloudEvent<Type extends EventType = EventType> = {
  [Each in Type]: {
    specversion: '1.0';
    id: string;
    source: '/durable-proctoring';
    type: Each;
    subject: string;
    time: string;
    datacontenttype: 'application/json';
    data: EventData<Each>;
  };
}[Type];

export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];
