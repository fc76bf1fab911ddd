import { track, type ExpectedEvent } from '../expected.ts';
import type { ExamKind, Move } from '../scenario.ts';

/** A row of attempt-lifecycle §4.7, or of the sections around it. */
export interface Row {
  name: string;
  exam?: ExamKind;
  courseId?: string;
  /** What has happened already. */
  before?: Move[];
  /** What happens now. */
  cause: Move[];
  /** Everything that the LMS hears of it, in order. */
  events: ExpectedEvent[];
  mails?: ('submitted' | 'verified' | 'rejected')[];
  vendor?: string[];
  isProctored?: boolean;
}

export const RUNNING: Move[] = [['start']];
export const SUBMITTED: Move[] = [['start'], ['submit']];
/** Of the vendor, or of a person. */
export const review = (
  reviewStatus: 'Clean' | 'Suspicious' | 'Not Reviewed',
  reviewedBy: number | null = null,
): Move => ['review', { reviewStatus, reviewedBy }];
/** By staff. */
export const setStatus = (status: 'verified' | 'rejected' | 'second_review_required' | 'submitted' | 'error'): Move => [
  'set-status',
  { status, actor: { kind: 'staff' } },
];
/** That a review came in, for an attempt that was `status` then. */
export const received = (status: string, result: string) => track('review_received', status, result);
