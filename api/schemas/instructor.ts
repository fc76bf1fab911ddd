import { z } from 'zod';
import { EXAM_TYPES } from '../../rules/exam.ts';
import { ALLOWANCE, ATTEMPT, COURSE, EXAM, USER } from './examples.ts';
import { courseExam } from './exams/exam.ts';
import { pageNumber, timeOrNull } from './fields.ts';
import { PAGE_SIZE } from './pages.ts';

/** Rows of one page at most, whatever is asked for. */
const MOST_ROWS = 100;
/** People or exams that one request may name. */
const MOST_NAMED = 500;

const pageSize = z
  .string()
  .optional()
  .transform((text) => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Math.min(Number(text), MOST_ROWS) : PAGE_SIZE))
  .meta({ description: `Rows on one page; ${PAGE_SIZE} by default, ${MOST_ROWS} at most`, example: '25' });

const search = z
  .string()
  .max(255)
  .optional()
  .transform((text) => text?.trim() || null)
  .meta({ description: 'Part of a user name or email address, in any case', example: 'ali' });

/** Columns of a list under the names that the dashboard and the platform give them. */
const orderingBy = <Column extends string>(names: Readonly<Record<string, Column>>, example: string) =>
  z
    .string()
    .optional()
    .transform((text = '') => {
      const name = text.replace(/^-/, '');
      const column = Object.hasOwn(names, name) ? names[name] : undefined;
      return column === undefined ? null : { column, isDescending: text.startsWith('-') };
    })
    .meta({
      description: `${Object.keys(names).join(', ')}; with \`-\` before it in descending order. Anything else counts as none`,
      example,
    });

const COLUMNS = {
  username: 'username',
  'user.username': 'username',
  email: 'email',
  'user.email': 'email',
  exam_name: 'examName',
  'proctored_exam.exam_name': 'examName',
} as const;

const ATTEMPT_COLUMNS = {
  ...COLUMNS,
  time_limit: 'timeLimit',
  allowed_time_limit_mins: 'timeLimit',
  'proctored_exam.time_limit_mins': 'timeLimit',
  type: 'examType',
  exam_type: 'examType',
  start_time: 'startedAt',
  started_at: 'startedAt',
  end_time: 'completedAt',
  completed_at: 'completedAt',
  status: 'status',
  ready_to_resume: 'readyToResume',
} as const;

const ALLOWANCE_COLUMNS = {
  ...COLUMNS,
  allowance_type: 'key',
  key: 'key',
  value: 'value',
} as const;

export const instructorAttemptsQuery = z.object({
  page: pageNumber,
  page_size: pageSize,
  search,
  ordering: orderingBy(ATTEMPT_COLUMNS, '-start_time'),
});
export const instructorAllowancesQuery = z.object({
  page: pageNumber,
  page_size: pageSize,
  search,
  ordering: orderingBy(ALLOWANCE_COLUMNS, 'username'),
});
export const instructorExamsQuery = z.object({
  exam_type: z
    .string()
    .max(255)
    .optional()
    .meta({ description: `Only exams of this kind: ${EXAM_TYPES.join(', ')}; all without it`, example: 'timed' }),
});

const person = z
  .object({
    id: z.int().describe('Id of the learner'),
    username: z.string().describe('User name of the learner'),
    email: z.string().describe('Email address of the learner; empty if none is known'),
  })
  .describe('The learner');

const instructorExam = courseExam
  .extend({
    is_proctored: z.boolean().describe('`false` for a timed exam'),
    is_practice_exam: z.boolean().describe('Whether it is for practice or onboarding'),
  })
  .meta({
    id: 'InstructorExam',
    description: 'An exam as the instructor dashboard shows it',
    example: {
      id: EXAM.id,
      exam_name: EXAM.exam_name,
      course_id: COURSE,
      content_id: EXAM.content_id,
      time_limit_mins: EXAM.time_limit_mins,
      due_date: EXAM.due_date,
      exam_type: 'proctored',
      hide_after_due: false,
      is_active: true,
      is_proctored: true,
      is_practice_exam: false,
    },
  });
export const instructorExams = z.array(instructorExam);

const attempt = z.object({
  id: z.int().describe('Id of the attempt'),
  user: person,
  exam_id: z.int().describe('Id of the exam'),
  exam_name: z.string().describe('Name of the exam'),
  exam_type: z.enum(EXAM_TYPES).describe('Kind of exam'),
  allowed_time_limit_mins: z.int().nullable().describe('Minutes allowed, with extra time; null before the start'),
  start_time: timeOrNull('When the clock was started'),
  end_time: timeOrNull('When the learner submitted, or the exam ended by itself'),
  status: z.string().describe('Status of the attempt'),
  ready_to_resume: z.boolean().describe('Whether staff let the learner resume it'),
});

const allowance = z.object({
  id: z.int().describe('Id of the allowance'),
  user: person,
  proctored_exam: z
    .object({
      id: z.int().describe('Id of the exam'),
      exam_name: z.string().describe('Name of the exam'),
      exam_type: z.enum(EXAM_TYPES).describe('Kind of exam'),
    })
    .describe('The exam'),
  key: z.string().describe('What is allowed; `additional_time_granted` for extra minutes'),
  value: z.string().describe('How much'),
});

const pageOfRows = <Row extends z.ZodType>(row: Row, rows: string) => ({
  count: z.int().describe('Number of rows on all pages'),
  num_pages: z.int().describe('Number of pages'),
  current_page: z.int().describe('Number of this page, counted from 1'),
  next: z.string().nullable().describe('Absolute address of the next page'),
  previous: z.string().nullable().describe('Absolute address of the page before'),
  results: z.array(row).describe(rows),
});
const ONE_PAGE = { count: 1, num_pages: 1, current_page: 1, next: null, previous: null };

export const instructorAttempts = z
  .object(pageOfRows(attempt, 'The newest attempt of each learner on each exam'))
  .meta({
    id: 'InstructorAttempts',
    description: 'One page of the attempts of a course, as the instructor dashboard shows them',
    example: {
      ...ONE_PAGE,
      results: [
        {
          id: ATTEMPT.id,
          user: USER,
          exam_id: EXAM.id,
          exam_name: EXAM.exam_name,
          exam_type: 'proctored',
          allowed_time_limit_mins: 120,
          start_time: ATTEMPT.started_at,
          end_time: null,
          status: ATTEMPT.status,
          ready_to_resume: false,
        },
      ],
    },
  });

export const instructorAllowances = z.object(pageOfRows(allowance, 'The allowances')).meta({
  id: 'InstructorAllowances',
  description: 'One page of the allowances of a course, as the instructor dashboard shows them',
  example: {
    ...ONE_PAGE,
    results: [
      {
        id: ALLOWANCE.id,
        user: USER,
        proctored_exam: { id: EXAM.id, exam_name: EXAM.exam_name, exam_type: 'proctored' },
        key: ALLOWANCE.key,
        value: ALLOWANCE.value,
      },
    ],
  },
});

const identifier = z
  .union([z.int(), z.string().trim().min(1).max(255)])
  .describe('User name or email address of a learner, or their id as a number');
const allowanceType = z.string().trim().min(1).max(255).describe('What is allowed');

export const instructorAllowanceGrant = z
  .object({
    exam_ids: z.array(z.int()).min(1).max(MOST_NAMED).describe('Ids of exams of the course'),
    user_ids: z.array(z.string().trim().min(1).max(255)).min(1).max(MOST_NAMED).describe('User names or addresses'),
    allowance_type: allowanceType,
    value: z
      .union([z.string(), z.number()])
      .transform(String)
      .pipe(z.string().max(255))
      .describe('How much: minutes, or a factor of the time limit for `time_multiplier`'),
  })
  .meta({
    example: { exam_ids: [7], user_ids: ['alice'], allowance_type: 'additional_time_granted', value: '30' },
  });

export const instructorAllowanceRemoval = z
  .object({
    user_ids: z.array(identifier).min(1).max(MOST_NAMED).describe('Whose allowance is removed'),
    allowance_type: allowanceType,
  })
  .meta({ example: { user_ids: [42], allowance_type: 'additional_time_granted' } });

const outcome = {
  identifier: z.union([z.int(), z.string()]).describe('The learner, as they were named'),
  success: z.boolean().describe('Whether it was done'),
  error: z.string().optional().describe('Why not'),
};

export const grantedAllowances = z
  .object({
    allowance_type: z.string().describe('What was allowed'),
    value: z.string().describe('How much'),
    results: z
      .array(z.object({ ...outcome, exam_id: z.int().describe('Id of the exam') }))
      .describe('One for each exam and learner'),
  })
  .meta({
    id: 'GrantedAllowances',
    description: 'What became of each pair of exam and learner',
    example: {
      allowance_type: 'additional_time_granted',
      value: '30',
      results: [{ identifier: 'alice', exam_id: 7, success: true }],
    },
  });

export const removedAllowances = z
  .object({
    allowance_type: z.string().describe('What is no longer allowed'),
    results: z.array(z.object(outcome)).describe('One for each learner'),
  })
  .meta({
    id: 'RemovedAllowances',
    description: 'What became of each allowance',
    example: { allowance_type: 'additional_time_granted', results: [{ identifier: 42, success: true }] },
  });

export const resetDone = z
  .object({ success: z.literal(true).describe('Always: a refusal is an error') })
  .meta({ example: { success: true } });
