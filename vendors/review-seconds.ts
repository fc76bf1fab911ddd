import { z } from 'zod';

/** A position in a recording: whole seconds, from a number or the text of one; fractions are cut (vendors §5.1). */
export const reviewSeconds = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
  .transform((value) => Math.trunc(Number(value)))
  .pipe(z.int32())
  .describe('Seconds since the start of the recording, also as text; fractions are cut');
