import { z } from 'zod';
import { userSchema } from './attempt.ts';
import { examSchema } from './exam.ts';
import { wireId, wireTime } from './fields.ts';

/** rest-api §3.4. */
export const allowanceSchema = z
  .object({
    id: z.int(),
    created: wireTime,
    modified: wireTime,
    user: userSchema,
    key: z.string(),
    value: z.string(),
    proctored_exam: examSchema,
  })
  .meta({ id: 'Allowance' });

const shortText = z.string().trim().max(255);
/** Values are text on the wire; a JSON number is taken as its digits. */
const value = z.union([z.string().max(255), z.number().transform(String)]);

/** rest-api §7.2; a number is an id, text is a user name or an email address. */
export const allowanceSetting = z.object({
  exam_id: wireId,
  user_info: z.union([z.int(), shortText.min(1)]).describe('Number: user id; text: user name or email address'),
  key: shortText.min(1),
  value,
});

/** If any field is missing, no allowance is named and nothing is removed. */
export const allowanceRemoval = z.object({
  exam_id: wireId.nullish(),
  user_id: wireId.nullish(),
  key: shortText.nullish(),
});

/** Names in one list of a bulk request. */
export const LONGEST_LIST = 1_000;
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
  .refine((names) => names.length <= LONGEST_LIST, `At most ${LONGEST_LIST} at a time.`)
  .describe(`Up to ${LONGEST_LIST} entries, separated by commas, semicolons, tabs or line breaks`);

/** rest-api §7.3. */
export const bulkAllowance = z.object({
  course_id: z.string().optional(),
  exam_id: wireId.nullish(),
  exam_ids: list,
  user_ids: list,
  allowance_type: shortText.nullish().transform((type) => type || undefined),
  value: value.nullish().transform((given) => given ?? undefined),
});
