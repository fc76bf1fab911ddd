import { z } from 'zod';

const idWith = (digits: RegExp) =>
  z
    .union([z.int(), z.string().trim().regex(digits, 'must be a number').transform(Number)])
    .refine((id) => Number.isSafeInteger(id) && id >= 0, 'must be a number');

/** An id as clients send it: a number, or its digits in a form or a path. */
export const wireId = idWith(/^\d+$/).describe('A number, or the same digits as text');

/** An id that may be left out, or left empty as in a form, which is the 0 that nothing has. */
export const wireIdIfAny = idWith(/^\d*$/).describe('A number, the same digits as text, or nothing').nullish();

export const YES = '`true` or `"true"`, in upper or lower case, counts as true, anything else as false';

/** The literal words clients send for yes: `true`, `"true"`, `"True"`; anything else is no. */
export const yes = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .default(false)
  .transform((value) => String(value).toLowerCase() === 'true')
  .describe(YES);

export const QUERY_FLAG = '`1`, `true` or `True` counts as true, anything else as false';

/** A query flag: `1`, `true` or `True` (rest-api §6.8). */
export const queryFlag = z
  .string()
  .optional()
  .transform((value) => value === '1' || value === 'true' || value === 'True')
  .describe(QUERY_FLAG);

const FORMAT = 'ISO 8601 in UTC, with six decimal places unless it is a whole second';

/** An instant on the wire, and what happened then. */
export const timeOf = (what: string) => z.string().describe(`${what}. ${FORMAT}`);

/** The same where it may not have happened, or not yet: then it is null. */
export const timeOrNull = (what: string) => z.string().nullable().describe(`${what}. ${FORMAT}`);

/** Both forms of course keys: `course-v1:Org+Num+Run` and `Org/Num/Run` (rest-api §2.1). */
export const courseKey = z
  .string()
  .max(255)
  .regex(/^[^/+]+(\/|\+)[^/+]+(\/|\+)[^/]+$/)
  .meta({ description: 'Course key, `course-v1:Org+Num+Run` or `Org/Num/Run`', example: 'course-v1:Demo+Exams+2030' });

/** 1-based; nonsense is the first page (rest-api §2.7). */
export const pageNumber = z
  .string()
  .optional()
  .transform((text) => (text !== undefined && /^-?\d+$/.test(text.trim()) ? Number(text) : 1))
  .describe('Counted from 1. Invalid values give the first page, values that are too high the last');

export const errorBody = z
  .object({ detail: z.string().describe('What is wrong and what to do about it, for people') })
  .meta({
    id: 'Error',
    description: 'What is wrong and what to do about it. The error code is in the `X-Error-Code` header',
    example: { detail: 'There is no such exam. Check its id.' },
  });

/** An answer without a body and without a content type. */
export const empty = z.undefined().meta({ type: 'null', description: 'No body and no content type' });

/** The answer to a vendor whose message was taken. */
export const ok = z.literal('OK').meta({ description: 'It was taken, now or earlier', example: 'OK' });

/** An answer that is a bare JSON string; says what it tells. */
export const text = (what: string) => z.string().describe(what);
