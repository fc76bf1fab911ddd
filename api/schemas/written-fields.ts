import { z } from 'zod';
import { LONGEST_MINUTES } from '../../rules/attempt/minutes.ts';
import { canonicalDateTime, hasFourDigitYear, WRONG_FORMAT } from './date-time.ts';

export const REQUIRED = 'This field is required.';

/** What is wrong with a field, in the words that clients of the original know. */
export function word(invalid: string) {
  return (issue: { input?: unknown }): string => {
    if (issue.input === undefined) return REQUIRED;
    return issue.input === null ? 'This field may not be null.' : invalid;
  };
}

/** Text that is trimmed and may not be blank; numbers count as their digits. */
export const longText = z
  .union([z.string(), z.number().transform(String)], { error: word('Not a valid string.') })
  .pipe(z.string().trim().min(1, 'This field may not be blank.'));
/** Text that fits a column. */
export const nonBlank = longText.pipe(z.string().max(255, 'Ensure this field has no more than 255 characters.'));

/** A whole number, also as digits. */
export const wholeNumber = z.union(
  [
    z.int(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.0*)?$/)
      .transform(Number),
  ],
  { error: word('A valid integer is required.') },
);

/** A whole number of minutes, also as digits, from `from` to a year. */
export const wholeMinutes = ({ from }: { from: number }) =>
  wholeNumber.pipe(
    z
      .int()
      .min(from, `Ensure this value is greater than or equal to ${from}.`)
      .max(LONGEST_MINUTES, `Ensure this value is less than or equal to ${LONGEST_MINUTES}.`),
  );

const TRUE = ['t', 'y', 'yes', 'true', 'on', '1'];
const FALSE = ['f', 'n', 'no', 'false', 'off', '0'];
/** A yes or no in the many forms that clients send. */
export const flag = z.union(
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

/** A date with time; becomes epoch milliseconds. */
export const dueDate = z
  .string({ error: word(WRONG_FORMAT) })
  .describe('ISO 8601; UTC if no time zone is given')
  .transform(canonicalDateTime)
  .pipe(z.iso.datetime({ offset: true, error: WRONG_FORMAT }))
  .transform(Date.parse)
  .refine(hasFourDigitYear, 'Datetime value out of range.');
