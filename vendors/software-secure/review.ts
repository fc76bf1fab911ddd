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
    comments: z.string().describe('What was seen'),
    eventStart: reviewSeconds,
    eventFinish: reviewSeconds,
    duration: reviewSeconds,
    eventStatus: z.string().describe('How it is judged'),
  })
  .transform(({ comments, eventStart, eventFinish, duration, eventStatus }) => ({
    comment: comments,
    status: eventStatus,
    start: eventStart,
    stop: eventFinish,
    duration,
  }));

const comments = (where: string) =>
  z.array(comment).max(MOST_COMMENTS).default([]).describe(`What was seen ${where}; at most ${MOST_COMMENTS} comments`);

/** A review as SoftwareSecure posts it (vendors §4.10). */
export const softwareSecureReview = z.object({
  examMetaData: z
    .object({ ssiRecordLocator: z.string().describe("The attempt's record locator, in upper or lower case") })
    .describe('Which attempt it is of'),
  reviewStatus: z.enum(['Clean', 'Rules Violation', 'Suspicious', 'Not Reviewed']).describe('The result'),
  webCamComments: comments('by the camera'),
  desktopComments: comments('on the screen'),
  videoReviewLink: z.string().nullish().describe('Address of the recording; kept encrypted, or not at all'),
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
  const parsed = softwareSecureReview.safeParse(payload);
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
