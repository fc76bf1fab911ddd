import { z } from 'zod';
import { LONGEST_MINUTES, SHORTEST_LIMIT_MINUTES } from '../../rules/attempt/minutes.ts';
import { canonicalDateTime, hasFourDigitYear, WRONG_FORMAT } from './date-time.ts';
import { errorBody, wireTime } from './fields.ts';

/** rest-api §3.1. */
export const examSchema = z
  .object({
    id: z.int(),
    course_id: z.string(),
    content_id: z.string(),
    external_id: z.string().nullable().describe("The proctoring provider's id for the exam"),
    exam_name: z.string(),
    time_limit_mins: z.int(),
    is_proctored: z.boolean().describe('`false` for a timed exam'),
    is_practice_exam: z.boolean(),
    is_active: z.boolean(),
    due_date: wireTime.nullable(),
    hide_after_due: z.boolean(),
    backend: z.string().nullable(),
  })
  .meta({ id: 'Exam' });

const REQUIRED = 'This field is required.';

function word(invalid: string) {
  return (issue: { input?: unknown }): string => {
    if (issue.input === undefined) return REQUIRED;
    return issue.input === null ? 'This field may not be null.' : invalid;
  };
}

/** Text that is trimmed and may not be blank; numbers count as their digits. */
const longText = z
  .union([z.string(), z.number().transform(String)], { error: word('Not a valid string.') })
  .pipe(z.string().trim().min(1, 'This field may not be blank.'));
const nonBlank = longText.pipe(z.string().max(255, 'Ensure this field has no more than 255 characters.'));

const minutes = z
  .union(
    [
      z.int(),
      z
        .string()
        .trim()
        .regex(/^-?\d+(\.0*)?$/)
        .transform(Number),
    ],
    {
      error: word('A valid integer is required.'),
    },
  )
  .pipe(
    z
      .int()
      .min(SHORTEST_LIMIT_MINUTES, `Ensure this value is greater than or equal to ${SHORTEST_LIMIT_MINUTES}.`)
      .max(LONGEST_MINUTES, `Ensure this value is less than or equal to ${LONGEST_MINUTES}.`),
  );

const TRUE = ['t', 'y', 'yes', 'true', 'on', '1'];
const FALSE = ['f', 'n', 'no', 'false', 'off', '0'];
const flag = z.union(
  [
    z.boolean(),
    z
      .union([z.string(), z.number()])
      .transform((value) => String(value).trim().toLowerCase())
      .pipe(z.enum([...TRUE, ...FALSE]))
      .transform((value) => TRUE.includes(value)),
  ],
  { error: word('Must be a valid boolean.') },
);

const dueDate = z
  .string({ error: word(WRONG_FORMAT) })
  .describe('ISO 8601; UTC if no time zone is given')
  .transform(canonicalDateTime)
  .pipe(z.iso.datetime({ offset: true, error: WRONG_FORMAT }))
  .transform(Date.parse)
  .refine(hasFourDigitYear, 'Datetime value out of range.');

const REGISTERED_ONLY = 'Must be valid, but has an effect only when exams are registered';

/** rest-api §5.2. */
export const examCreation = z.object({
  course_id: nonBlank,
  content_id: nonBlank,
  external_id: nonBlank,
  due_date: dueDate.optional().describe(REGISTERED_ONLY),
  backend: nonBlank.optional().describe(REGISTERED_ONLY),
  exam_name: longText,
  time_limit_mins: minutes,
  is_proctored: flag,
  is_practice_exam: flag,
  is_active: flag,
  hide_after_due: flag,
});

/** Fields that are null or absent stay as they are. */
export const examUpdate = z.object({
  exam_id: z.unknown().optional().describe('Id of the exam, as a number or as text'),
  external_id: nonBlank.nullish(),
  exam_name: longText.nullish(),
  time_limit_mins: minutes.nullish(),
  is_proctored: flag.nullish(),
  is_practice_exam: flag.nullish(),
  is_active: flag.nullish(),
  hide_after_due: flag.nullish(),
});

/** One exam of a course's complete list (rest-api §5.3). */
export const examRegistration = examCreation.extend({
  external_id: nonBlank.nullish(),
  due_date: dueDate.nullish(),
});

export const examId = z.object({ exam_id: z.int() });
export const fieldErrorsSchema = z.record(z.string(), z.array(z.string())).describe('Messages by field');
export const badRequest = z.union([errorBody, fieldErrorsSchema]);
