import { describe, expect, it } from 'vitest';
import { toCloudEvent } from '../../../lms/cloud-events.ts';
import type { LmsEffect } from '../../../lms/effects/index.ts';
import { ATTEMPT_CODE, COURSE, EFFECTS, EXAM } from '../../../lms/effects/examples.ts';

const alice = { id: 7, username: 'alice' };
const carol = { id: 9, username: 'carol' };
const place = { learner: alice, course_id: COURSE, content_id: EXAM };
const requirement = { learner: alice, course_id: COURSE, namespace: 'proctored_exam', name: EXAM };
const exam = {
  exam_id: 3,
  exam_content_id: EXAM,
  exam_name: 'Final exam',
  exam_default_time_limit_mins: 90,
  exam_is_proctored: true,
  exam_is_practice_exam: false,
  exam_is_active: true,
};

function ours(key: string, type: string, data: object, subject = ATTEMPT_CODE) {
  return {
    specversion: '1.0',
    id: key,
    source: '/durable-proctoring',
    type,
    subject,
    time: '2030-01-15T10:30:00.000Z',
    datacontenttype: 'application/json',
    data,
  };
}

const aliceInFull = {
  id: 7,
  is_active: true,
  pii: { username: 'alice', email: 'alice@example.com', name: 'Alice Archer' },
};

function examAttempt(event: string, requestedBy: object | null) {
  return ours(`${ATTEMPT_CODE}/4/publish-exam-event`, `org.openedx.learning.exam.attempt.${event}.v1`, {
    exam_attempt: {
      student_user: aliceInFull,
      course_key: COURSE,
      usage_key: EXAM,
      exam_type: 'proctored',
      requesting_user: requestedBy,
    },
  });
}

const carolInFull = {
  id: 9,
  is_active: true,
  pii: { username: 'carol', email: 'carol@example.com', name: 'Carol Clark' },
};

const CASES: { effect: LmsEffect; event: object }[] = [
  {
    effect: EFFECTS.creditSet,
    event: ours(`${ATTEMPT_CODE}/4/set-credit`, 'org.durable-proctoring.credit.requirement.set.v1', {
      ...requirement,
      status: 'failed',
    }),
  },
  {
    effect: EFFECTS.creditRemove,
    event: ours(`${ATTEMPT_CODE}/4/remove-credit`, 'org.durable-proctoring.credit.requirement.remove.v1', requirement),
  },
  {
    effect: EFFECTS.unitComplete,
    event: ours(`${ATTEMPT_CODE}/4/complete-unit`, 'org.durable-proctoring.unit.complete.v1', place),
  },
  {
    effect: EFFECTS.answersErase,
    event: ours(`${ATTEMPT_CODE}/4/erase-answers`, 'org.durable-proctoring.answers.erase.v1', {
      ...place,
      requested_by: carol,
    }),
  },
  {
    effect: EFFECTS.gradeOverride,
    event: ours(`${ATTEMPT_CODE}/4/override-grade`, 'org.durable-proctoring.grade.override.set.v1', {
      ...place,
      earned_all: 0,
      earned_graded: 0,
      overrider: carol,
      comment: 'Failed Example proctoring',
    }),
  },
  {
    effect: EFFECTS.gradeUndo,
    event: ours(`${ATTEMPT_CODE}/4/undo-grade-override`, 'org.durable-proctoring.grade.override.undo.v1', place),
  },
  {
    effect: EFFECTS.certificateInvalidate,
    event: ours(`${ATTEMPT_CODE}/4/invalidate-certificate`, 'org.durable-proctoring.certificate.invalidate.v1', {
      learner: alice,
      course_id: COURSE,
    }),
  },
  {
    effect: EFFECTS.supportNotify,
    event: ours(`${ATTEMPT_CODE}/4/notify-support`, 'org.durable-proctoring.support.notify.v1', {
      ...place,
      exam_name: 'Final exam',
      review_status: 'Suspicious',
      review_url: 'https://proctoring.example.com/reviews/5',
    }),
  },
  {
    effect: EFFECTS.attemptStatus,
    event: ours(`${ATTEMPT_CODE}/4/announce-status`, 'org.durable-proctoring.attempt.status.changed.v1', {
      ...place,
      attempt_id: 5,
      status: 'created',
      full_name: 'Alice Mary Archer',
      profile_name: 'Alice Archer',
      is_practice_exam: false,
      is_proctored: true,
      backend_supports_onboarding: true,
    }),
  },
  { effect: EFFECTS.examSubmitted, event: examAttempt('submitted', aliceInFull) },
  { effect: EFFECTS.examVerified, event: examAttempt('verified', carolInFull) },
  { effect: EFFECTS.examRejected, event: examAttempt('rejected', carolInFull) },
  { effect: EFFECTS.examErrored, event: examAttempt('errored', null) },
  { effect: EFFECTS.examReset, event: examAttempt('reset', carolInFull) },
  {
    effect: EFFECTS.trackAttempt,
    event: ours(`${ATTEMPT_CODE}/4/track.submitted`, 'org.durable-proctoring.tracking.emitted.v1', {
      name: 'edx.special_exam.proctored.attempt.submitted',
      context: { course_id: COURSE, org_id: 'Demo' },
      learner: alice,
      event: {
        ...exam,
        attempt_id: 5,
        attempt_user_id: 7,
        attempt_started_at: '2030-01-15T10:28:29.500Z',
        attempt_completed_at: '2030-01-15T10:30:00.000Z',
        attempt_code: ATTEMPT_CODE,
        attempt_allowed_time_limit_mins: 90,
        attempt_status: 'submitted',
        attempt_event_elapsed_time_secs: 90,
        review_attempt_code: ATTEMPT_CODE,
        review_status: 'Suspicious',
      },
    }),
  },
  {
    effect: EFFECTS.trackExam,
    event: ours(
      'exam/3/2/updated',
      'org.durable-proctoring.tracking.emitted.v1',
      {
        name: 'edx.special_exam.proctored.allowance.created',
        context: { course_id: 'not a course key' },
        learner: null,
        event: { ...exam, allowance_user_id: 7, allowance_key: 'additional_time_granted', allowance_value: '30' },
      },
      EXAM,
    ),
  },
];

describe('the CloudEvent of an effect', () => {
  it.each(CASES)('tells $event.type whole, and nothing more', ({ effect, event }) => {
    expect(toCloudEvent(effect)).toStrictEqual(event);
  });

  it('tells the elapsed time of an attempt that never started as unknown', () => {
    const { attempt, ...data } = EFFECTS.trackAttempt.data;
    const unstarted = { ...attempt, startedAt: null, completedAt: null };
    const { data: told } = toCloudEvent({ ...EFFECTS.trackAttempt, data: { ...data, attempt: unstarted } });
    expect(told).toMatchObject({
      event: { attempt_started_at: null, attempt_completed_at: null, attempt_event_elapsed_time_secs: null },
    });
  });

  it('gives the learner as requester of a reset that nobody else asked for', () => {
    expect(toCloudEvent({ ...EFFECTS.examReset, requestedBy: null })).toStrictEqual(
      examAttempt('reset', {
        id: 7,
        is_active: true,
        pii: { username: 'alice', email: 'alice@example.com', name: 'Alice Archer' },
      }),
    );
  });

  it('names the organisation of an old-style course key', () => {
    const { data } = toCloudEvent({ ...EFFECTS.trackExam, course: 'OldX/CS1/2012' });
    expect(data).toMatchObject({ context: { course_id: 'OldX/CS1/2012', org_id: 'OldX' } });
  });
});
