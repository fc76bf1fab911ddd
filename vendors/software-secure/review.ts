import { z } from 'zod';
import { VendorPayloadError } from '../errors.ts';
import type { NormalisedReview } from '../port.ts';
import { MOST_COMMENTS } from '../review-comments.ts';
import { reviewSeconds } from '../review-seconds.ts';
import { isSameSecret } from '../secret-comparison.ts';

const STATUSES = {
  Clean: 'passed',
  'Rules Violation': 'violation',
  Suspicious: 'suspicious',
  'Not Reviewed': 'not_reviewed',
} as const;

const comment = z
  .object({
    comments: z.string(),
    eventStart: reviewSeconds,
    eventFinish: reviewSeconds,
    duration: reviewSeconds,
    eventStatus: z.string(),
  })
  .transform(({ comments, eventStart, eventFinish, duration, eventStatus }) => ({
    comment: comments,
    status: eventStatus,
    start: eventStart,
    stop: eventFinish,
    duration,
  }));

const review = z.object({
  examMetaData: z.object({ ssiRecordLocator: z.string() }),
  reviewStatus: z.enum(['Clean', 'Rules Violation', 'Suspicious', 'Not Reviewed']),
  webCamComments: z.array(comment).max(MOST_COMMENTS).default([]),
  desktopComments: z.array(comment).max(MOST_COMMENTS).default([]),
  videoReviewLink: z.string().nullish(),
});

/**
 * Reads a SoftwareSecure review (vendors §4.10). Throws `VendorPayloadError` if it is not one, or if its record locator
 * is not the attempt's (ignoring case; `skipLocator` skips this check). An attempt without a locator accepts no review.
 */
export function readSoftwareSecureReview(
  payload: unknown,
  recordLocator: string | null,
  { skipLocator }: { skipLocator: boolean },
): NormalisedReview {
  const parsed = review.safeParse(payload);
  if (recordLocator === null || !parsed.success) throw new VendorPayloadError('Not a review of this attempt');
  const { examMetaData, reviewStatus, webCamComments, desktopComments, videoReviewLink } = parsed.data;
  const isLocatorRight = isSameSecret(examMetaData.ssiRecordLocator.toLowerCase(), recordLocator.toLowerCase());
  if (!isLocatorRight && !skipLocator) throw new VendorPayloadError('Not a review of this attempt');
  return {
    status: STATUSES[reviewStatus],
    comments: [...webCamComments, ...desktopComments],
    ...(videoReviewLink && { videoReviewLink }),
  };
}
