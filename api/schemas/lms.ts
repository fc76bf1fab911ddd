import { z } from 'zod';
import { TEST_TYPE } from '../../lms/test-event.ts';

/** What came of a test of the way to the LMS. */
export const testOutcome = z
  .object({
    id: z.string().describe('Id of the event, which is its `webhook-id` too'),
    type: z.literal(TEST_TYPE).describe('Type of the event'),
    target: z.string().describe('Scheme, host and port of the webhook'),
    taken: z.boolean().describe('Whether the receiver took it'),
    status: z.int().nullable().describe('Status of its answer; null if there was none'),
    seconds: z.number().describe('How long the answer took, or until it was given up'),
    meaning: z.string().describe('What that means, and what to do'),
  })
  .meta({
    id: 'TestOutcome',
    description: 'What came of a test event',
    example: {
      id: 'test/0f3c9a52-6a37-4c4e-9d0b-7e1d1a8f5b60',
      type: TEST_TYPE,
      target: 'https://lms.example.com',
      taken: false,
      status: 401,
      seconds: 0.084,
      meaning: 'The receiver does not accept the signature. Compare LMS_WEBHOOK_SECRET on both sides, and the clocks.',
    },
  });
