import type { z } from 'zod';
import { ApiError } from './api-error.ts';
import { fieldErrors } from './field-errors.ts';

/** Items of one list, at most. */
export const LONGEST_ITEMS = 1_000;

const INVALID = 'The list is not valid. The messages say what is wrong with which item.';

function typeOf(body: unknown): string {
  return body !== null && typeof body === 'object' ? 'dict' : typeof body === 'string' ? 'str' : typeof body;
}

/** The items of a list, each checked; throws `validation_failed` with messages for every item (edx-exams §1.1). */
export function readItems<Item extends z.ZodType>(item: Item, body: unknown): z.output<Item>[] {
  const refuse = (errors: unknown) => new ApiError('validation_failed', { body: { detail: INVALID, errors } });
  if (!Array.isArray(body)) {
    throw refuse({ non_field_errors: [`Expected a list of items but got type "${typeOf(body)}".`] });
  }
  if (body.length > LONGEST_ITEMS) throw refuse({ non_field_errors: [`Send at most ${LONGEST_ITEMS} items.`] });
  const results = body.map((each) => item.safeParse(each));
  if (results.some(({ success }) => !success)) {
    throw refuse(results.map(({ error }) => (error ? fieldErrors(error.issues) : {})));
  }
  return results.map(({ data }) => data as z.output<Item>);
}
