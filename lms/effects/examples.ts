import type { Person } from '../port.ts';
import type { LmsEffect } from './index.ts';

export const COURSE = 'course-v1:Demo+CS101+2030';
export const EXAM = 'block-v1:Demo+CS101+2030+type@sequential+block@final';
export const ATTEMPT_CODE = '6D1C6F0E-6F6B-4D0C-9A2E-0B5B5F6B7A11';
export const AT = Date.UTC(2030, 0, 15, 10, 30);

export const ALICE: Person = {
  id: 7,
  username: 'alice',
  email: 'alice@example.com',
  fullName: 'Alice Archer',
  isActive: true,
};
export const CAROL: Person = {
  id: 9,
  username: 'carol',
  email: 'carol@example.com',
  fullName: 'Carol Clark',
  isActive: true,
};

function subject(effect: string) {
  return { key: `${ATTEMPT_CODE}/4/${effect}`, at: AT, learner: ALICE, course: COURSE, contentId: EXAM };
}

const exam = {
  examId: 3,
  contentId: EXAM,
  examName: 'Final exam',
  timeLimitMins: 90,
  isProctored: true,
  isPracticeExam: false,
  isActive: true,
};

/** An example of what the LMS is told: one effect of every kind, and of every tracking and exam event shape. */
export const EFFECTS = {
  creditSet: { ...subject('set-credit'), kind: 'set-credit', status: 'failed' },
  creditRemove: { ...subject('remove-credit'), kind: 'remove-credit' },
  unitComplete: { ...subject('complete-unit'), kind: 'complete-unit' },
  answersErase: { ...subject('erase-answers'), kind: 'erase-answers', requestedBy: CAROL },
  gradeOverride: {
    ...subject('override-grade'),
    kind: 'override-grade',
    overrider: CAROL,
    comment: 'Failed Example proctoring',
  },
  gradeUndo: { ...subject('undo-grade-override'), kind: 'undo-grade-override' },
  certificateInvalidate: { ...subject('invalidate-certificate'), kind: 'invalidate-certificate' },
  supportNotify: {
    ...subject('notify-support'),
    kind: 'notify-support',
    examName: 'Final exam',
    reviewStatus: 'Suspicious',
    reviewUrl: 'https://proctoring.example.com/reviews/5',
  },
  attemptStatus: {
    ...subject('announce-status'),
    kind: 'announce-status',
    attemptId: 5,
    status: 'created',
    fullName: 'Alice Mary Archer',
    profileName: 'Alice Archer',
    isPracticeExam: false,
    isProctored: true,
    backendSupportsOnboarding: true,
  },
  examSubmitted: examEvent('submitted', null),
  examVerified: examEvent('verified', CAROL),
  examRejected: examEvent('rejected', CAROL),
  examErrored: examEvent('errored', null),
  examReset: examEvent('reset', CAROL),
  trackAttempt: {
    kind: 'track',
    key: `${ATTEMPT_CODE}/4/track.submitted`,
    at: AT,
    name: 'edx.special_exam.proctored.attempt.submitted',
    course: COURSE,
    contentId: EXAM,
    learner: ALICE,
    data: {
      ...exam,
      attempt: {
        id: 5,
        userId: 7,
        startedAt: AT - 90_500,
        completedAt: AT,
        code: ATTEMPT_CODE,
        allowedTimeLimitMins: 90,
        status: 'submitted',
        at: AT,
      },
      review: { attemptCode: ATTEMPT_CODE, status: 'Suspicious' },
    },
  },
  trackExam: {
    kind: 'track',
    key: 'exam/3/2/updated',
    at: AT,
    name: 'edx.special_exam.proctored.allowance.created',
    course: 'not a course key',
    contentId: EXAM,
    learner: null,
    data: { ...exam, allowance: { userId: 7, key: 'additional_time_granted', value: '30' } },
  },
} satisfies Record<string, LmsEffect>;

function examEvent(event: 'submitted' | 'verified' | 'rejected' | 'errored' | 'reset', requestedBy: Person | null) {
  return {
    ...subject('publish-exam-event'),
    kind: 'publish-exam-event' as const,
    event,
    learner: ALICE,
    examType: 'proctored' as const,
    requestedBy,
  };
}
