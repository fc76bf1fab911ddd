import { z } from 'zod';
import { LONGEST_LIST } from '../allowance.ts';
import { timeOrNull } from '../fields.ts';
import { withCourse, pathId } from '../params.ts';

const KIND =
  '`minutes`, `multiplier` of the limit, `policy` (an exception from the review policy) or a word of your own';
const day = z
  .string()
  .describe('Last day on which a clock that starts has it, such as `2030-05-31`, in the zone of the site');
const reason = z.string().trim().max(1000).describe('Why, in your words; staff see it');

const EXAMPLE = {
  id: 12,
  learner: [7, 'alice', 'Alice Learner'],
  exam: 3,
  exam_name: 'Chemistry',
  kind: 'multiplier',
  value: '1.5',
  minutes: 45,
  reason: 'Section 5',
  by: 'carol',
  expires_on: '2030-05-31',
  used_by: null,
};

export const courseAllowance = z
  .object({
    id: z.int().describe('Id of the allowance'),
    learner: z.tuple([z.int(), z.string(), z.string()]).describe('Id, user name and full name'),
    exam: z.int().describe('Id of the exam'),
    exam_name: z.string().describe('Name of the exam'),
    kind: z.string().describe(KIND),
    value: z.string().describe('How much: minutes, a factor or text'),
    minutes: z.int().nullable().describe('Extra minutes on this exam; null for what is no time'),
    reason: z.string().nullable().describe('Why it was granted'),
    by: z.string().nullable().describe('User name of who granted it; null where that was not noted'),
    expires_on: z.string().nullable().describe('Last day on which a clock that starts has it'),
    used_by: z.int().nullable().describe('Id of the latest attempt of the learner on the exam that has begun'),
  })
  .meta({ id: 'CourseAllowance', description: 'What a learner is allowed on an exam, and why', example: EXAMPLE });

export const allowancePage = z
  .object({
    allowances: z.array(courseAllowance).describe('The page'),
    exams: z
      .array(
        z.object({
          id: z.int().describe('Id of the exam'),
          name: z.string().describe('Name of the exam'),
          time_limit_minutes: z.int().describe('Its time limit, without extra time'),
          due_at: timeOrNull('Its due date, at which its clocks stop; null without one'),
        }),
      )
      .describe('The active exams of the course, for which something can be granted'),
    next: z.string().nullable().describe('`cursor` of the next page; null on the last'),
  })
  .meta({
    id: 'AllowancePage',
    description: 'One page of the allowances of a course',
    example: {
      allowances: [EXAMPLE],
      exams: [{ id: 3, name: 'Chemistry', time_limit_minutes: 90, due_at: '2030-05-31T10:00:00Z' }],
      next: null,
    },
  });

const count = (what: string) => z.int().describe(`Entries that ${what}`);

export const allowancePlan = z
  .object({
    new: count('grant something new'),
    changed: count('change what was granted'),
    same: count('say what is granted already'),
    errors: count('cannot be granted, and are left out'),
    rows: z
      .array(
        z.object({
          line: z.int().describe('Line of the file, or number of the entry'),
          learner: z.string().describe('As it was sent'),
          exam: z.string().describe('As it was sent; empty for all exams of the course'),
          outcome: z.enum(['new', 'changed', 'same', 'error']).describe('What comes of it'),
          field: z.string().nullable().describe('The field that is wrong'),
          code: z.string().nullable().describe('What is wrong, as a code'),
          message: z.string().nullable().describe('What is wrong, in words'),
        }),
      )
      .describe('What comes of each entry'),
    token: z
      .string()
      .describe('Names this outcome: sent with the import, it is refused if the outcome would be another'),
  })
  .meta({
    id: 'AllowancePlan',
    description: 'What setting several allowances does',
    example: {
      new: 1,
      changed: 0,
      same: 0,
      errors: 1,
      rows: [
        { line: 2, learner: 'alice', exam: '3', outcome: 'new', field: null, code: null, message: null },
        {
          line: 3,
          learner: 'nobody',
          exam: '3',
          outcome: 'error',
          field: 'learner',
          code: 'learner_unknown',
          message: 'Nobody has this user name or email address.',
        },
      ],
      token: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  });

export const newAllowances = z
  .strictObject({
    learners: z
      .array(z.string().trim().min(1).max(255))
      .min(1)
      .max(LONGEST_LIST)
      .describe(`User names or email addresses, at most ${LONGEST_LIST}`),
    exams: z
      .array(z.int())
      .min(1)
      .max(LONGEST_LIST)
      .nullable()
      .describe('Ids of exams of the course; null: all that are active'),
    kind: z.string().trim().min(1).max(255).describe(KIND),
    value: z.string().trim().min(1).max(255).describe('How much: minutes, a factor or text'),
    reason: reason.optional(),
    expires_on: day.optional(),
    dry_run: z.boolean().default(false).describe('Only say what would come of it'),
  })
  .meta({ example: { learners: ['alice'], exams: [3], kind: 'multiplier', value: '1.5', reason: 'Section 5' } });

export const allowanceChange = z
  .strictObject({
    value: z.string().trim().min(1).max(255).optional().describe('How much: minutes, a factor or text'),
    reason: reason.nullable().optional().describe('Why, in your words; null: no reason'),
    expires_on: day.nullable().optional().describe('Last day, such as `2030-05-31`; null: none'),
  })
  .meta({ example: { value: '2', reason: 'Medical report' } });

export const allowanceRemovalReason = z
  .strictObject({ reason: reason.optional() })
  .meta({ example: { reason: 'Granted to the wrong person' } });

export const csvFile = z
  .string()
  .describe(
    'CSV in UTF-8 with the titles `learner,exam,kind,value,reason,expires_on` in the first line, at most 20000 lines and 4 MB. ' +
      'Semicolons may stand for the commas. An empty exam is every active exam of the course.',
  )
  .meta({ example: 'learner,exam,kind,value,reason,expires_on\r\nalice,3,multiplier,1.5,Section 5,2030-05-31\r\n' });

export const allowanceInCourse = withCourse({
  allowance_id: pathId.meta({ description: 'Id of the allowance', example: '3' }),
});
