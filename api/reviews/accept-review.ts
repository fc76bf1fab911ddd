import type { Attempt } from '../../db/attempts.ts';
import { findPersonByEmail, findPerson } from '../../db/people.ts';
import { saveReview } from '../../db/reviews.ts';
import type { ReviewStatus } from '../../rules/attempt/events.ts';
import { ApiError } from '../errors/api-error.ts';
import type { AppDeps } from '../app-deps.ts';
import type { NormalisedReview, ReviewReader } from '../../vendors/port.ts';

/** The stored vocabulary (attempt-lifecycle §1.4). */
const STORED: Record<NormalisedReview['status'], ReviewStatus> = {
  passed: 'Clean',
  violation: 'Rules Violation',
  suspicious: 'Suspicious',
  not_reviewed: 'Not Reviewed',
};

export interface IncomingReview {
  attempt: Attempt;
  vendor: ReviewReader;
  payload: unknown;
  /** The person named by the vendor; null on the anonymous route, where no person signs (differences §5.9). */
  reviewedBy: number | null;
  actorUserId: number | null;
}

/** The vendor's message as stored: without the top-level link to the recording. */
function rawDataOf(payload: unknown): string {
  if (payload === null || typeof payload !== 'object') return JSON.stringify(payload);
  const { videoReviewLink: _link, ...rest } = payload as Record<string, unknown>;
  return JSON.stringify(rest);
}

/**
 * Stores a review and then tells the attempt, even on a repeat: after a crash between the two, the vendor's next try
 * repairs it, and the revision makes the attempt ignore what it already knows.
 */
export async function acceptReview(deps: AppDeps, review: IncomingReview): Promise<void> {
  const { attempt, vendor, payload, reviewedBy, actorUserId } = review;
  const ids = { examExternalId: attempt.exam.externalId, attemptExternalId: attempt.externalId };
  const parsed = vendor.parseReview(payload, ids);
  const reviewStatus = STORED[parsed.status];
  // A review that arrives after its learner was retired counts, but its text is not stored.
  const isRetired = (await findPerson(deps.pool, attempt.user.id))?.isRetired ?? false;
  const videoReviewLink = isRetired ? undefined : parsed.videoReviewLink;
  const stored = await saveReview(
    deps.pool,
    {
      attemptCode: attempt.attemptCode,
      reviewStatus,
      rawData: isRetired ? '' : rawDataOf(payload),
      encryptedVideoUrl: videoReviewLink === undefined ? null : vendor.encryptVideoUrl(videoReviewLink),
      reviewedBy,
      studentId: attempt.user.id,
      examId: attempt.exam.id,
      comments: isRetired ? [] : parsed.comments,
      at: deps.clock(),
    },
    { allowUpdates: deps.config.flags.allowReviewUpdates },
  );
  if (stored === 'exists') throw new ApiError('review_exists');
  const actor = { kind: 'vendor', ...(actorUserId !== null && { userId: actorUserId }) } as const;
  const wishId = `review/${stored.id}/${stored.revision}`;
  const event = { reviewStatus, reviewedBy, revision: stored.revision, actor, wishId };
  await deps.attempts.tell(attempt.attemptCode, 'review', event);
}

/**
 * The reviewer named by email address; an unknown one is ignored. The vendor is responsible for its reviewers: one
 * without rights in the course counts too, and is logged (attempt-lifecycle §3.6).
 */
export async function reviewerOf(deps: AppDeps, payload: unknown, courseId: string): Promise<number | null> {
  const email = payload !== null && typeof payload === 'object' && 'reviewed_by' in payload && payload.reviewed_by;
  if (typeof email !== 'string' || email === '') return null;
  const person = await findPersonByEmail(deps.pool, email);
  if (!person) return null;
  if (!person.isStaff && !(await deps.lookups.isCourseStaff(person, courseId))) {
    deps.logger.warn({ userId: person.id, courseId }, 'the reviewer is not staff of the course');
  }
  return person.id;
}
