import { z } from 'zod';
import { VendorPayloadError } from '../errors.ts';
import type { NormalisedReview } from '../port.ts';
import { MOST_COMMENTS } from '../review-comments.ts';
import { reviewSeconds } from '../review-seconds.ts';

/** A REST vendor's review as it is posted (vendors §7.2). */
export const restReview = z.object({
  status: z.enum(['passed', 'violation', 'suspicious', 'not_reviewed']).describe('The result'),
  comments: z
    .array(
      z.object({
        comment: z.string().describe('What was seen'),
        status: z.string().describe('How it is judged, in words of yours'),
        start: reviewSeconds.default(0),
        stop: reviewSeconds.default(0),
        duration: reviewSeconds.default(0),
      }),
    )
    .max(MOST_COMMENTS)
    .default([])
    .describe(`What was seen and when; at most ${MOST_COMMENTS} comments`),
});

/** Reads a REST vendor's review, which comes in the common vocabulary (vendors §7.2); throws `VendorPayloadError`. */
export function readRestReview(payload: unknown): NormalisedReview {
  const parsed = restReview.safeParse(payload);
  if (!parsed.success) throw new VendorPayloadError(`Not a review:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
