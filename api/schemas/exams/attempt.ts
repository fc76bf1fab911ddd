import { z } from 'zod';
import { EXAM } from '../examples.ts';
import { timeOrNull, wireId, YES, yes } from '../fields.ts';
import { courseExam } from './exam.ts';

/** edx-exams §1, as the learner's page takes it. */
export const examAttempt = z
  .object({
    attempt_id: z.int().describe('Id of the attempt'),
    attempt_status: z.string().describe('Status of the attempt'),
    course_id: z.string().describe('Key of the course'),
    exam_type: z
      .string()
      .describe('Kind of exam; "a proctored exam" where `proctored` would make the page wait for a vendor of its own'),
    exam_display_name: z.string().describe('Name of the exam'),
    exam_url_path: z.string().describe('Absolute address of the exam in the learning front end'),
    time_remaining_seconds: z.number().describe('Seconds left on the clock; 0 before the start'),
  })
  .meta({
    id: 'ExamAttempt',
    description: "A learner's attempt, as the learning front end shows it",
    example: {
      attempt_id: 12,
      attempt_status: 'started',
      course_id: 'course-v1:Demo+Exams+2030',
      exam_type: 'timed',
      exam_display_name: 'Midterm',
      exam_url_path:
        'https://learning.example.com/course/course-v1:Demo+Exams+2030/block-v1:Demo+Exams+2030+type@sequential+block@midterm',
      time_remaining_seconds: 1799.331,
    },
  });

const none = z.object({}).describe('There is none');

/** What the edx-proctoring of the platform answers, passed on as it is. */
export const fromPlatform = z.looseObject({}).describe("The platform's own answer, for what it serves itself");

export const latestAttempt = z.union([examAttempt, none, fromPlatform]).describe('The attempt; empty if there is none');

const EXAM_WITH_ATTEMPT = {
  id: EXAM.id,
  exam_name: EXAM.exam_name,
  course_id: EXAM.course_id,
  content_id: EXAM.content_id,
  time_limit_mins: EXAM.time_limit_mins,
  due_date: EXAM.due_date,
  exam_type: 'timed',
  hide_after_due: false,
  is_active: true,
  type: 'timed',
  is_proctored: false,
  is_practice_exam: false,
  backend: null,
  passed_due_date: false,
  total_time: 90,
  attempt: {},
};

const examWithAttempt = courseExam
  .extend({
    type: z.string().describe('The same as `exam_type`'),
    is_proctored: z.boolean().describe('`false` for a timed exam'),
    is_practice_exam: z.boolean().describe('Whether it is for practice or onboarding'),
    backend: z.string().nullable().describe('Name of its proctoring provider, as people see it'),
    passed_due_date: z.boolean().describe('Whether it is past due for the learner'),
    total_time: z.int().describe('Time limit in minutes, with extra time'),
    attempt: z.union([examAttempt, none]).describe("The learner's latest attempt; empty if there is none"),
  })
  .meta({
    id: 'ExamWithAttempt',
    description: "An exam with the learner's attempt on it",
    example: EXAM_WITH_ATTEMPT,
  });

export const examAnswer = z
  .union([
    z.object({
      exam: z.union([examWithAttempt, none]).describe('The exam; empty if the content has no active one'),
    }),
    fromPlatform,
  ])
  .meta({ example: { exam: EXAM_WITH_ATTEMPT } })
  .describe('The exam');

/** edx-exams §1.4. */
export const examAttemptCreation = z
  .object({
    exam_id: wireId.describe('Id of the exam, as a number or as text'),
    start_clock: yes.describe(`Start the clock at once. ${YES}`),
    attempt_proctored: z.unknown().optional().describe('Ignored: the exam says it'),
  })
  .meta({ example: { exam_id: EXAM.id, start_clock: true } });

export const LEARNER_ACTIONS = ['start', 'stop', 'submit', 'error', 'click_download_software'] as const;
export const STAFF_ACTIONS = ['verify', 'reject'] as const;

export const examAttemptAction = z
  .object({
    action: z
      .enum([...LEARNER_ACTIONS, ...STAFF_ACTIONS])
      .describe('`verify` and `reject` are for staff, the others for the learner'),
    detail: z.unknown().optional().describe('Ignored'),
  })
  .meta({ example: { action: 'submit' } });

export const changedAttempt = z.object({ exam_attempt_id: z.int().describe('Id of the attempt') }).meta({
  id: 'ChangedAttempt',
  description: 'The attempt that the request was about',
  example: { exam_attempt_id: 12 },
});

/** A whole number as a query has it; nonsense counts as the default, as in the original. */
const counted = (fallback: number, least: number) =>
  z
    .string()
    .optional()
    .transform((text) => {
      const number = /^\d{1,9}$/.test(text ?? '') ? Number(text) : fallback;
      return number < least ? fallback : number;
    });

/** Attempts on one page, unless the caller says otherwise. */
export const DEFAULT_ATTEMPTS = 100;

/** edx-exams §1.8. */
export const examAttemptsQuery = z.object({
  exam_id: wireId.describe('Id of the exam'),
  limit: counted(DEFAULT_ATTEMPTS, 1).describe(`Attempts on one page; ${DEFAULT_ATTEMPTS} by default, 10,000 at most`),
  offset: counted(0, 0).describe('How many newer attempts are left out'),
});

const listedAttempt = z.object({
  attempt_id: z.int().describe('Id of the attempt'),
  attempt_status: z.string().describe('Status of the attempt'),
  start_time: timeOrNull('When the clock was started'),
  end_time: timeOrNull('When the learner submitted, or the exam ended by itself'),
  allowed_time_limit_mins: z.int().nullable().describe('Minutes allowed, with extra time; null before the start'),
  exam_type: z.string().describe('Kind of exam'),
  exam_display_name: z.string().describe('Name of the exam'),
  username: z.string().describe('User name of the learner'),
  proctored_review: z
    .object({
      submission_time: timeOrNull('When the tool reported it'),
      severity: z.string().describe('How severe it was, from `0.00` to `1.00`'),
      submission_reason: z.string().describe('What it was'),
    })
    .nullable()
    .describe('What an LTI tool reported; null without a report'),
});

export const listedAttempts = z
  .object({
    count: z.int().describe('Number of attempts on the exam'),
    next: z.string().nullable().describe('Absolute address of the next page'),
    previous: z.string().nullable().describe('Absolute address of the page before'),
    results: z.array(listedAttempt).describe('The attempts of this page, the newest first'),
  })
  .meta({
    id: 'ExamAttempts',
    description: 'One page of the attempts on an exam',
    example: {
      count: 1,
      next: null,
      previous: null,
      results: [
        {
          attempt_id: 12,
          attempt_status: 'submitted',
          start_time: '2030-06-01T10:00:00Z',
          end_time: '2030-06-01T11:12:13.456000Z',
          allowed_time_limit_mins: 90,
          exam_type: 'timed',
          exam_display_name: 'Midterm',
          username: 'alice',
          proctored_review: null,
        },
      ],
    },
  });
