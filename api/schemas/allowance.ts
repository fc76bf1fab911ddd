import { z } from 'zod';
import { userSchema } from './attempt.ts';
import { examSchema } from './exam.ts';
import { ALLOWANCE, COURSE, EXAM, USER } from './examples.ts';
import { timeOf, wireId } from './fields.ts';

const KEY = 'What is allowed: `additional_time_granted`, `review_policy_exception` or a word of your own';
const VALUE = 'How much: extra time in whole minutes, otherwise text';

/** rest-api §3.4. */
export const allowanceSchema = z
  .object({
    id: z.int().describe('Id of the allowance'),
    created: timeOf('When it was set first'),
    modified: timeOf('When it was last set'),
    user: userSchema.describe('The learner'),
    key: z.string().describe(KEY),
    value: z.string().describe(VALUE),
    proctored_exam: examSchema.describe('The exam'),
  })
  .meta({ id: 'Allowance', description: 'Something that a learner is allowed on an exam', example: ALLOWANCE });

const shortText = z.string().trim().max(255);
/** Values are text on the wire; a JSON number is taken as its digits. */
const value = z.union([z.string().max(255), z.number().transform(String)]);

/** rest-api §7.2; a number is an id, text is a user name or an email address. */
export const allowanceSetting = z
  .object({
    exam_id: wireId.describe('Id of the exam, as a number or as text'),
    user_info: z.union([z.int(), shortText.min(1)]).describe('Number: user id; text: user name or email address'),
    key: shortText.min(1).describe(KEY),
    value: value.describe(VALUE),
  })
  .meta({ example: { exam_id: EXAM.id, user_info: USER.username, key: ALLOWANCE.key, value: ALLOWANCE.value } });

/** If any field is missing, no allowance is named and nothing is removed. */
export const allowanceRemoval = z
  .object({
    exam_id: wireId.nullish().describe('Id of the exam, as a number or as text'),
    user_id: wireId.nullish().describe('Id of the learner, as a number or as text'),
    key: shortText.nullish().describe('What was allowed'),
  })
  .meta({ example: { exam_id: EXAM.id, user_id: USER.id, key: ALLOWANCE.key } });

/** Names in one list of a bulk request. */
export const LONGEST_LIST = 1_000;
const LIST = `Up to ${LONGEST_LIST}, separated by commas, semicolons, tabs or line breaks`;
/** Exams times learners of a bulk request. */
export const MOST_PAIRS = 10_000;

/**
 * A comma-separated list as the dashboard sends it, or one that was pasted from a spreadsheet or an email: line breaks, tabs
 * and semicolons part it too. Other blanks are dropped, empty parts skipped, each name once.
 */
const list = z
  .union([z.string(), z.array(z.union([z.string(), z.number()])), z.null()])
  .default('')
  .transform((names) => {
    const text = Array.isArray(names) ? names.join() : (names ?? '');
    const parts = text.split(/[,;\t\n\v\f\r\u0085\u2028\u2029]/).map((part) => part.replace(/\s/g, ''));
    return [...new Set(parts.filter(Boolean))];
  })
  .refine((names) => names.length <= LONGEST_LIST, `At most ${LONGEST_LIST} at a time.`);

/** rest-api §7.3. */
export const bulkAllowance = z
  .object({
    course_id: z.string().optional().describe('Key of the course; needed only if none of the exams exists'),
    exam_id: wireId.nullish().describe('Ignored; send `exam_ids`'),
    exam_ids: list.describe(`Ids of the exams. ${LIST}`),
    user_ids: list.describe(`User names or email addresses. ${LIST}`),
    allowance_type: shortText
      .nullish()
      .transform((type) => type || undefined)
      .describe('What to allow: `additional_time_granted`, `time_multiplier` or another key'),
    value: value
      .nullish()
      .transform((given) => given ?? undefined)
      .describe('Minutes of extra time, a factor such as 1.5 for `time_multiplier`, otherwise text'),
  })
  .meta({
    example: {
      course_id: COURSE,
      exam_ids: '7,8',
      user_ids: 'alice,bob@example.com',
      allowance_type: 'time_multiplier',
      value: '1.5',
    },
  });
