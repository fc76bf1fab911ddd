import type { CloudEvent, EventData, EventType } from './event-schemas.ts';
import type { LearnerRef, LmsEffect, Person } from './port.ts';
import { trackingEvent } from './tracking-event.ts';

/**
 * The CloudEvent that tells the LMS of an effect. It identifies people by id and user name; only the `org.openedx` events
 * add email address and name, because their published schema requires both.
 */
export function toCloudEvent(effect: LmsEffect): CloudEvent {
  switch (effect.kind) {
    case 'track':
      return event(
        effect,
        'org.durable-proctoring.tracking.emitted.v1',
        trackingEvent(effect),
        effect.data.attempt?.code ?? effect.data.contentId,
      );
    case 'credit.set':
      return event(effect, 'org.durable-proctoring.credit.requirement.set.v1', {
        ...requirement(effect),
        status: effect.status,
      });
    case 'credit.remove':
      return event(effect, 'org.durable-proctoring.credit.requirement.remove.v1', requirement(effect));
    case 'unit.complete':
      return event(effect, 'org.durable-proctoring.unit.complete.v1', place(effect));
    case 'answers.erase':
      return event(effect, 'org.durable-proctoring.answers.erase.v1', {
        ...place(effect),
        requested_by: effect.requestedBy && user(effect.requestedBy),
      });
    case 'grade.override':
      return event(effect, 'org.durable-proctoring.grade.override.set.v1', {
        ...place(effect),
        earned_all: 0,
        earned_graded: 0,
        overrider: effect.overrider && user(effect.overrider),
        comment: effect.comment,
      });
    case 'grade.undo':
      return event(effect, 'org.durable-proctoring.grade.override.undo.v1', place(effect));
    case 'certificate.invalidate':
      return event(effect, 'org.durable-proctoring.certificate.invalidate.v1', {
        learner: user(effect.learner),
        course_id: effect.course,
      });
    case 'support.notify':
      return event(effect, 'org.durable-proctoring.support.notify.v1', {
        ...place(effect),
        exam_name: effect.examName,
        review_status: effect.reviewStatus,
        review_url: effect.reviewUrl,
      });
    case 'attempt.status':
      return event(effect, 'org.durable-proctoring.attempt.status.changed.v1', {
        ...place(effect),
        attempt_id: effect.attemptId,
        status: effect.status,
        full_name: effect.fullName,
        profile_name: effect.profileName,
        is_practice_exam: effect.isPracticeExam,
        is_proctored: effect.isProctored,
        backend_supports_onboarding: effect.backendSupportsOnboarding,
      });
    case 'exam-event': {
      // Open edX erases nothing on a reset without a requesting user.
      const requester = effect.requestedBy ?? (effect.event === 'reset' ? effect.learner : null);
      return event(effect, `org.openedx.learning.exam.attempt.${effect.event}.v1`, {
        exam_attempt: {
          student_user: openedxUser(effect.learner),
          course_key: effect.course,
          usage_key: effect.contentId,
          exam_type: effect.examType,
          requesting_user: requester && openedxUser(requester),
        },
      });
    }
    default:
      return effect satisfies never;
  }
}

/** The key of an attempt's effect begins with the attempt code. */
function attemptCodeOf(key: string): string {
  return key.split('/', 1)[0] ?? key;
}

function event<Type extends EventType>(
  { key, at }: { key: string; at: number },
  type: Type,
  data: EventData<Type>,
  subject = attemptCodeOf(key),
): CloudEvent<Type> {
  return {
    specversion: '1.0',
    id: key,
    source: '/durable-proctoring',
    type,
    subject,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}

interface Place {
  learner: LearnerRef;
  course: string;
  contentId: string;
}

function place({ learner, course, contentId }: Place) {
  return { learner: user(learner), course_id: course, content_id: contentId };
}

function requirement({ learner, course, contentId }: Place) {
  return { learner: user(learner), course_id: course, namespace: 'proctored_exam', name: contentId } as const;
}

function user({ id, username }: LearnerRef) {
  return { id, username };
}

function openedxUser({ id, username, email, fullName, isActive }: Person) {
  return { id, is_active: isActive, pii: { username, email, name: fullName } };
}
