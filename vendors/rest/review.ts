import { z } from 'zod';
import { VendorPayloadError } from '../errors.ts';
import type { NormalisedReview } from '../port.ts';
import { MOST_COMMENTS } from '../review-comments.ts';
import { reviewSeconds } from '../review-seconds.ts';

const review = z.object({
  status: z.enum(['passed', 'violation', 'suspicious', 'not_reviewed']),
  comments: z
    .array(
      z.object({
        comment: z.string(),
        status: z.string(),
        start: reviewSeconds.default(0),
        stop: reviewSeconds.default(0),
        duration: reviewSeconds.default(0),
      }),
    )
    .max(MOST_COMMENTS)
    .default([]),
});

/** Reads a REST vendor's review, which comes in the common vocabulary (vendors §7.2); throws `VendorPayloadError`. */
export function readRestReview(payload: unknown): NormalisedReview {
  const parsed = review.safeParse(payload);
  if (!parsed.success) throw new VendorPayloadError(`Not a review:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
