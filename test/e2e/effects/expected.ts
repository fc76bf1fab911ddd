import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { EventType } from '../../../lms/cloud-events.ts';
import { EXAMS, type Attempt, type Learner, type Told } from './scenario.ts';

/** A change of an attempt: what is told of it carries its version in the keys. */
export interface Cause extends Attempt {
  version: number;
  /** Left out: as the attempt was begun. */
  isProctored?: boolean;
}

type ExpectedEvent = (cause: Cause) => Told['events'][number];

const TRACKED = { timed: 'timed', proctored: 'proctored', practice: 'practice', onboarding: 'practice' } as const;
const INSTANT_OR_NULL: unknown = expect.toBeOneOf([null, expect.any(String)]);
const COUNT_OR_NULL: unknown = expect.toBeOneOf([null, expect.any(Number)]);

function event(effect: string, type: EventType, data: (cause: Cause) => unknown): ExpectedEvent {
  return (cause) =>
    ({
      id: `${cause.code}/${cause.version}/${effect}`,
      type,
      subject: cause.code,
      data: data(cause),
    }) as Told['events'][number];
}

const ref = ({ id, username }: Learner) => ({ id, username });
const user = ({ learner }: Cause) => ref(learner);
const place = (cause: Cause) => ({
  learner: user(cause),
  course_id: cause.exam.course,
  content_id: cause.exam.contentId,
});
const requirement = (cause: Cause) => ({
  learner: user(cause),
  course_id: cause.exam.course,
  namespace: 'proctored_exam',
  name: cause.exam.contentId,
});
const fullName = ({ username }: Learner) => `${username} Learner`;
const openedxUser = (person: Learner) => ({
  id: person.id,
  is_active: true,
  pii: { username: person.username, email: person.email, name: fullName(person) },
});

export const completeUnit = event('complete-unit', 'org.durable-proctoring.unit.complete.v1', place);
export const removeCredit = event('remove-credit', 'org.durable-proctoring.credit.requirement.remove.v1', requirement);
export const undoOverride = event('undo-grade-override', 'org.durable-proctoring.grade.override.undo.v1', place);
export const invalidateCertificate = event(
  'invalidate-certificate',
  'org.durable-proctoring.certificate.invalidate.v1',
  (cause) => ({ learner: user(cause), course_id: cause.exam.course }),
);

export const setCredit = (status: 'satisfied' | 'failed' | 'declined' | 'submitted') =>
  event('set-credit', 'org.durable-proctoring.credit.requirement.set.v1', (cause) => ({
    ...requirement(cause),
    status,
  }));

export const overrideGrade = (overrider: Learner | null) =>
  event('override-grade', 'org.durable-proctoring.grade.override.set.v1', (cause) => ({
    ...place(cause),
    earned_all: 0,
    earned_graded: 0,
    overrider: overrider && ref(overrider),
    comment: 'Failed Watched proctoring',
  }));

export const eraseAnswers = (requestedBy: Learner | null) =>
  event('erase-answers', 'org.durable-proctoring.answers.erase.v1', (cause) => ({
    ...place(cause),
    requested_by: requestedBy && ref(requestedBy),
  }));

export const notifySupport = (reviewStatus: string) =>
  event('notify-support', 'org.durable-proctoring.support.notify.v1', (cause) => ({
    ...place(cause),
    exam_name: 'Final',
    review_status: reviewStatus,
    review_url: `https://proctoring.example/api/edx_proctoring/v1/instructor/${cause.exam.course}/${cause.exam.id}?attempt=vendor-attempt`,
  }));

/** An event of Open edX; a hand-in and a reset name who asked for it: the learner unless somebody else is known. */
export const examEvent = (name: 'submitted' | 'verified' | 'rejected' | 'errored' | 'reset', requester?: Learner) =>
  event('publish-exam-event', `org.openedx.learning.exam.attempt.${name}.v1`, (cause) => ({
    exam_attempt: {
      student_user: openedxUser(cause.learner),
      course_key: cause.exam.course,
      usage_key: cause.exam.contentId,
      exam_type: cause.exam.kind,
      requesting_user: name === 'reset' || name === 'submitted' ? openedxUser(requester ?? cause.learner) : null,
    },
  }));

/** A tracking event; `status` is the attempt's at that moment. */
export const track = (verb: string, status: string, reviewStatus?: string) =>
  event(`track.attempt.${verb}`, 'org.durable-proctoring.tracking.emitted.v1', (cause) => ({
    name: `edx.special_exam.${TRACKED[cause.exam.kind]}.attempt.${verb}`,
    context: { course_id: cause.exam.course, org_id: 'Test' },
    learner: user(cause),
    event: {
      exam_id: cause.exam.id,
      exam_content_id: cause.exam.contentId,
      exam_name: 'Final',
      exam_default_time_limit_mins: 180,
      exam_is_proctored: EXAMS[cause.exam.kind].proctored,
      exam_is_practice_exam: EXAMS[cause.exam.kind].practice,
      exam_is_active: true,
      attempt_id: cause.id,
      attempt_user_id: cause.learner.id,
      attempt_started_at: INSTANT_OR_NULL,
      attempt_completed_at: INSTANT_OR_NULL,
      attempt_code: cause.code,
      attempt_allowed_time_limit_mins: COUNT_OR_NULL,
      attempt_status: status,
      attempt_event_elapsed_time_secs: COUNT_OR_NULL,
      ...(reviewStatus !== undefined && { review_attempt_code: cause.code, review_status: reviewStatus }),
    },
  }));

const SUPPORTS_ONBOARDING = { timed: false, proctored: true, practice: false, onboarding: true } as const;

const announced = (status: string, names: (cause: Cause) => object) =>
  event('announce-status', 'org.durable-proctoring.attempt.status.changed.v1', (cause) => ({
    ...place(cause),
    attempt_id: cause.id,
    status,
    is_practice_exam: EXAMS[cause.exam.kind].practice,
    is_proctored: cause.isProctored ?? EXAMS[cause.exam.kind].proctored,
    backend_supports_onboarding: SUPPORTS_ONBOARDING[cause.exam.kind],
    full_name: null,
    profile_name: null,
    ...names(cause),
  }));

/** The two that close every change of status. */
export const becomes = (status: string) => [track(status, status), announced(status, () => ({}))];

/** Everything that the LMS hears, in order, when an attempt becomes `submitted`, `verified` and so on. */
export const handedIn = [completeUnit, setCredit('submitted'), examEvent('submitted'), ...becomes('submitted')];
export const passed = [setCredit('satisfied'), examEvent('verified'), ...becomes('verified')];
export const passedAfterAll = [setCredit('satisfied'), undoOverride, examEvent('verified'), ...becomes('verified')];
export const failed = [
  setCredit('failed'),
  overrideGrade(null),
  invalidateCertificate,
  examEvent('rejected'),
  ...becomes('rejected'),
];
export const erred = [setCredit('failed'), examEvent('errored'), ...becomes('error')];
export const declined = [setCredit('declined'), ...becomes('declined')];

/** The same for a new attempt, whose announcement has names when a vendor watches it. */
export const begins = (status = 'created') => [
  track(status, status),
  announced(status, (cause) => {
    if (cause.exam.kind === 'timed') return { full_name: '', profile_name: '', backend_supports_onboarding: null };
    const name = (cause.isProctored ?? true) ? fullName(cause.learner) : '';
    return { full_name: name, profile_name: name };
  }),
];

/** The same `changes` changes later. */
export const later = (changes: number, events: ExpectedEvent[]): ExpectedEvent[] =>
  events.map((each) => (cause) => each({ ...cause, version: cause.version + changes }));

/** The email of a change. The Message-ID is made from the key alone. */
export function mail(name: 'submitted' | 'verified' | 'rejected', { code, version }: Cause) {
  const digest = createHash('sha256').update(`${code}/${version}/send-mail`).digest('hex');
  return { subject: `Proctoring attempt ${name}`, messageId: `<${digest}@localhost>` };
}

const VENDOR_ATTEMPT = '/api/v1/exam/None/attempt/vendor-attempt/';
export const vendorHears = (status: 'started' | 'submitted' | 'error') =>
  `PATCH ${VENDOR_ATTEMPT} ${JSON.stringify({ status })}`;
export const vendorRemoves = `DELETE ${VENDOR_ATTEMPT}`;
export const vendorRegisters: unknown = expect.stringMatching(/^POST \/api\/v1\/exam\/None\/attempt\/ \{/);

export type { ExpectedEvent };
