import { z } from 'zod';
import { timeOf, timeOrNull } from '../fields.ts';
import { boardRow, ROW_EXAMPLE } from './row.ts';

const reviewComment = z.object({
  start: z.int().describe('Seconds from the start of the recording'),
  stop: z.int().describe('Seconds from the start of the recording'),
  text: z.string().describe('What the provider saw'),
  status: z.string().describe('How the provider judged it'),
});

const verdict = z.string().describe("The provider's verdict, such as `passed` or `suspicious`");
const comments = z.array(reviewComment).describe('What the provider remarked, in the order of the recording');
const by = z.string().nullable().describe('User name of who sent it; null for a provider');
const hasRecording = z.boolean().describe('Whether there is a recording to look at');

const COMMENT = { start: 312, stop: 330, text: 'Looks at a phone', status: 'suspicious' } as const;

/** All posts of one attempt's review. */
export const attemptReviews = z
  .object({
    attempt_id: z.int().describe('Id of the attempt'),
    revisions: z
      .array(
        z.object({
          number: z.int().describe('Counted from 1'),
          status: verdict,
          comments,
          received_at: timeOf('When it was received'),
          by,
        }),
      )
      .describe('Every post that changed the review, oldest first'),
    recording: hasRecording,
  })
  .meta({
    id: 'AttemptReviews',
    description: 'Everything that the provider said about an attempt',
    examples: [
      {
        attempt_id: 17,
        revisions: [
          {
            number: 1,
            status: 'suspicious',
            comments: [COMMENT],
            received_at: '2026-11-25T16:20:00Z',
            by: null,
          },
        ],
        recording: true,
      },
    ],
  });

export const recording = z
  .object({ url: z.string().describe("Address of the recording at the provider, with the caller's permission in it") })
  .meta({
    id: 'Recording',
    description: 'A link to the recording of an attempt',
    examples: [{ url: 'https://vendor.example/api/v1/instructor/durable-proctoring/?jwt=eyJhbGciOi' }],
  });

export const reviewQueue = z
  .object({
    reviews: z
      .array(
        z.object({
          attempt: boardRow.describe('The attempt'),
          exam_name: z.string().describe('Name of the exam'),
          waiting_since: timeOf('Since when it waits'),
          due_at: timeOf(
            'Until when a decision is promised: five working days later, Monday to Friday by UTC; holidays are not known',
          ),
          status: verdict
            .nullable()
            .describe("The provider's latest verdict; null if only staff asked for a second look"),
          comments,
          received_at: timeOrNull('When the latest post was received'),
          by,
          revisions: z.int().describe('How often the review was posted or changed'),
          recording: hasRecording,
        }),
      )
      .describe('The page'),
    next: z.string().nullable().describe('`cursor` of the next page; null on the last'),
  })
  .meta({
    id: 'ReviewQueue',
    description: 'Reviews that wait for a person, the oldest first',
    examples: [
      {
        reviews: [
          {
            attempt: {
              ...ROW_EXAMPLE,
              status: 'second_review_required',
              phase: 'in_review',
              ends: null,
              stopped: 1_795_605_400_000,
              heard: null,
              review: 'suspicious',
            },
            exam_name: 'Chemistry, final',
            waiting_since: '2026-11-25T16:20:00Z',
            due_at: '2026-12-02T16:20:00Z',
            status: 'suspicious',
            comments: [COMMENT],
            received_at: '2026-11-25T16:20:00Z',
            by: null,
            revisions: 1,
            recording: true,
          },
        ],
        next: null,
      },
    ],
  });
