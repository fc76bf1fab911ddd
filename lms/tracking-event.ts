import type { EventData } from './event-schemas.ts';
import type { LmsEffect, TrackingData } from './port.ts';

type TrackEffect = Extract<LmsEffect, { kind: 'track' }>;

/** A tracking event under the field names that analytics knows (attempt-lifecycle §4.6). */
export function trackingEvent(effect: TrackEffect): EventData<'org.durable-proctoring.tracking.emitted.v1'> {
  const { data, learner, course } = effect;
  const organization = organizationOf(course);
  return {
    name: effect.name,
    context: { course_id: course, ...(organization && { org_id: organization }) },
    learner: learner && { id: learner.id, username: learner.username },
    event: {
      exam_id: data.examId,
      exam_content_id: data.contentId,
      exam_name: data.examName,
      exam_default_time_limit_mins: data.timeLimitMins,
      exam_is_proctored: data.isProctored,
      exam_is_practice_exam: data.isPracticeExam,
      exam_is_active: data.isActive,
      ...(data.attempt && attemptFields(data.attempt)),
      ...(data.review && { review_attempt_code: data.review.attemptCode, review_status: data.review.status }),
      ...(data.allowance && {
        allowance_user_id: data.allowance.userId,
        allowance_key: data.allowance.key,
        allowance_value: data.allowance.value,
      }),
    },
  };
}

function attemptFields(attempt: NonNullable<TrackingData['attempt']>) {
  return {
    attempt_id: attempt.id,
    attempt_user_id: attempt.userId,
    attempt_started_at: isoOrNull(attempt.startedAt),
    attempt_completed_at: isoOrNull(attempt.completedAt),
    attempt_code: attempt.code,
    attempt_allowed_time_limit_mins: attempt.allowedTimeLimitMins,
    attempt_status: attempt.status,
    attempt_event_elapsed_time_secs:
      attempt.startedAt === null ? null : Math.floor((attempt.at - attempt.startedAt) / 1000),
  };
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** `course-v1:Org+Course+Run` or the older `Org/Course/Run`; null if it is neither. */
function organizationOf(course: string): string | null {
  return (
    /^(?:course-v1:([^+/]+)\+[^+/]+\+[^+/]+|([^+/:]+)\/[^+/]+\/[^+/]+)$/.exec(course)?.slice(1).find(Boolean) ?? null
  );
}
