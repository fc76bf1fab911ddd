import type { Attempt } from '../../db/attempts.ts';
import { findEncryptedVideo } from '../../db/reviews.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';

/** What is known of an attempt's recording without asking anybody. */
interface RecordingFacts {
  /** Back-end of the attempt; null without proctoring. */
  backend: string | null;
  /** The vendor gave the attempt an id. */
  isKnownToVendor: boolean;
  /** A link to the recording came with a review. */
  hasVideo: boolean;
}

/** Whether there is something to look at: a link that came with a review, or the vendor's own page about the attempt. */
export function hasRecording({ vendors }: Pick<AppDeps, 'vendors'>, facts: RecordingFacts): boolean {
  const { backend, hasVideo, isKnownToVendor } = facts;
  if (hasVideo) return true;
  return isKnownToVendor && backend !== null && (findVendor(vendors, backend)?.hasDashboard ?? false);
}

/**
 * A link to the recording of an attempt, made for the caller by the attempt's own vendor, which decides how long it is good
 * for; null if there is none.
 */
export async function recordingLink(
  { pool, vendors }: Pick<AppDeps, 'pool' | 'vendors'>,
  { userId: id, fullName, email }: Caller,
  { attemptCode, vendorAttemptId, exam }: Attempt,
): Promise<string | null> {
  const vendor = vendorOf(vendors, exam);
  const video = await findEncryptedVideo(pool, attemptCode);
  const facts = { backend: vendor?.name ?? null, isKnownToVendor: vendorAttemptId !== null, hasVideo: video !== null };
  if (!vendor || !hasRecording({ vendors }, facts)) return null;
  return await vendor.instructorUrl({
    courseId: exam.courseId,
    user: { id, fullName, email },
    ...(exam.externalId !== null && { examExternalId: exam.externalId }),
    ...(vendorAttemptId !== null && { attemptExternalId: vendorAttemptId }),
    ...(video && { encryptedVideoUrl: video }),
  });
}
