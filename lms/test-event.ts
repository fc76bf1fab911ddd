import { z } from 'zod';
import { user } from './effects/fields.ts';

export const TEST_TYPE = 'org.durable-proctoring.test.v1' as const;

/** Payload of the event that is sent to try the way to the LMS. */
export const testData = z.strictObject({
  message: z.literal('This is a test. Nothing has happened, and nothing is to be done.'),
  requested_by: user.nullable().describe('Who had it sent; null: an operator at the command line'),
});
