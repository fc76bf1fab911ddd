import { z } from 'zod';
import type { LearnerRef } from '../port.ts';
import { content_id, course_id, instant, toUser, user } from './fields.ts';

/** What is known of the exam, and of the attempt, review or allowance that the event is about. */
export interface TrackingData {
  examId: number;
  contentId: string;
  examName: string;
  timeLimitMins: number;
  isProctored: boolean;
  isPracticeExam: boolean;
  isActive: boolean;
  attempt?: {
    id: number;
    userId: number;
    startedAt: number | null;
    completedAt: number | null;
    code: string;
    allowedTimeLimitMins: number | null;
    status: string;
    at: number;
  };
  review?: { attemptCode: string; status: string };
  allowance?: { userId: number; key: string; value: string };
}

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

/** A tracking event under the field names that analytics knows (attempt-lifecycle §4.6). */
export const trackingEvent = z.strictObject({
  name: z.string().describe('Name of the tracking event, such as edx.special_exam.proctored.attempt.started'),
  context: z.strictObject({ course_id, org_id: z.string().optional() }),
  learner: user.nullable(),
  event: tracked,
});

export interface TrackingEvent {
  /** Full name, e.g. `edx.special_exam.proctored.attempt.started`. */
  name: string;
  course: string;
  learner: LearnerRef | null;
  data: TrackingData;
}

export function toTrackingEvent({ name, data, learner, course }: TrackingEvent): z.output<typeof trackingEvent> {
  const organization = organizationOf(course);
  return {
    name,
    context: { course_id: course, ...(organization && { org_id: organization }) },
    learner: learner && toUser(learner),
    event: {
      exam_id: data.examId,
      exam_content_id: data.contentId,
      exam_name: data.examName,
      exam_default_time_limit_mins: data.timeLimitMins,
      exam_is_proctored: data.isProctored,
      exam_is_practice_exam: data.isPracticeExam,
      exam_is_active: data.isActive,
      ...(data.attempt && toAttemptFields(data.attempt)),
      ...(data.review && { review_attempt_code: data.review.attemptCode, review_status: data.review.status }),
      ...(data.allowance && {
        allowance_user_id: data.allowance.userId,
        allowance_key: data.allowance.key,
        allowance_value: data.allowance.value,
      }),
    },
  };
}

function toAttemptFields(attempt: NonNullable<TrackingData['attempt']>) {
  return {
    attempt_id: attempt.id,
    attempt_user_id: attempt.userId,
    attempt_started_at: toIsoOrNull(attempt.startedAt),
    attempt_completed_at: toIsoOrNull(attempt.completedAt),
    attempt_code: attempt.code,
    attempt_allowed_time_limit_mins: attempt.allowedTimeLimitMins,
    attempt_status: attempt.status,
    attempt_event_elapsed_time_secs:
      attempt.startedAt === null ? null : Math.floor((attempt.at - attempt.startedAt) / 1000),
  };
}

function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** `course-v1:Org+Course+Run` or the older `Org/Course/Run`; null if it is neither. */
function organizationOf(course: string): string | null {
  return (
    /^(?:course-v1:([^+/]+)\+[^+/]+\+[^+/]+|([^+/:]+)\/[^+/]+\/[^+/]+)$/.exec(course)?.slice(1).find(Boolean) ?? null
  );
}
