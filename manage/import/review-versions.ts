import type { ImportedReview } from '../../db/imported-reviews.ts';
import type { CommentRow, PastReviewRow, ReviewRow } from './source/rows.ts';

/** Encrypts a link to a recording that the original keeps as it is; null where it cannot be kept. */
export type EncryptVideo = (link: string) => Buffer | null;

function videoOf(video: Buffer | string | null, encrypt: EncryptVideo): string | null {
  const bytes = typeof video === 'string' ? (video === '' ? null : encrypt(video)) : video;
  return bytes === null ? null : bytes.toString('base64');
}

const commentsOf = (rows: readonly CommentRow[]) =>
  rows.map(({ review_id: _id, created: _created, ...comment }) => comment);

/**
 * A review with all that was posted before. The original keeps the remarks of all posts together: each belongs to the post
 * with which it came, and a review that was only saved again keeps those that it had.
 */
export function toReview(
  row: ReviewRow,
  {
    past,
    comments,
    encrypt,
  }: { past: readonly PastReviewRow[]; comments: readonly CommentRow[]; encrypt: EncryptVideo },
): ImportedReview {
  let [since, remarks]: [number, readonly CommentRow[]] = [-Infinity, []];
  const remarksUntil = (until: number) => {
    const added = comments.filter(({ created }) => created > since && created <= until);
    if (added.length > 0) remarks = added;
    since = until;
    return commentsOf(remarks);
  };
  const postOf = (version: ReviewRow | PastReviewRow) => ({
    attemptCode: row.attempt_code,
    reviewStatus: version.review_status,
    rawData: version.raw_data,
    video: videoOf(version.video, encrypt),
    reviewedBy: version.reviewed_by_id,
    isAttemptActive: version.is_attempt_active,
  });
  return {
    past: past.map((version) => ({
      ...postOf(version),
      comments: remarksUntil(version.created),
      until: version.created,
    })),
    ...postOf(row),
    comments: remarksUntil(Infinity),
    studentId: row.student_id,
    examId: row.exam_id,
    created: row.created,
    modified: row.modified,
  };
}
