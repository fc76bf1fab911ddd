import { z } from 'zod';

export const digits = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

/** A position in the sequence of changes, as a client sends it. */
export const position = digits.describe('The `seq` of the board, or the latest id of its stream');

/** An instant in a query. */
export const millisInQuery = (what: string) => digits.describe(`${what}. Epoch milliseconds`);

/** An instant of the console's own answers. */
export const millis = (what: string) => z.int().describe(`${what}. Epoch milliseconds`);

/** The same where it may not have happened, or not yet: then it is null. */
export const millisOrNull = (what: string) => z.int().nullable().describe(`${what}. Epoch milliseconds, or null`);

const LARGEST_PAGE = 200;

/** How many a page has. */
export const pageSize = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a whole number')
  .default('50')
  .transform((text) => Math.min(Number(text), LARGEST_PAGE))
  .describe(`How many the page has; 50 unless said otherwise, at most ${LARGEST_PAGE}`);
