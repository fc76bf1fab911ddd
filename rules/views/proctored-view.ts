import { isPastDue } from '../attempt/clock.ts';
import type { Status } from '../attempt/statuses.ts';
import type { PrerequisiteState } from './prerequisites.ts';
import {
  awaitsResults,
  isClosedByDue,
  isFlagged,
  isReadyToResume,
  type ViewedAttempt,
  type ViewFacts,
} from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

/** Without an attempt; a declined requirement shows the content, since the exam is then declined too. */
const BY_PREREQUISITES: Readonly<Record<PrerequisiteState, ViewKey | null>> = {
  declined: null,
  failed: 'proctored_exam/failed-prerequisites',
  pending: 'proctored_exam/pending-prerequisites',
  satisfied: 'proctored_exam/entrance',
};

/**
 * By status alone. Decided here: `timed_out`, which the original does not know how to show, looks like `submitted`, and
 * the two statuses of a resume look like the `error` that the 5.x line leaves in their place. Without a running clock the
 * content is shown only to learners who declined proctoring (differences §1.4).
 */
const BY_STATUS: Readonly<Record<Status, ViewKey | null>> = {
  eligible: 'proctored_exam/instructions',
  created: 'proctored_exam/instructions',
  download_software_clicked: 'proctored_exam/instructions',
  ready_to_start: 'proctored_exam/ready_to_start',
  started: null,
  ready_to_submit: 'proctored_exam/ready_to_submit',
  declined: null,
  timed_out: 'proctored_exam/submitted',
  submitted: 'proctored_exam/submitted',
  second_review_required: 'proctored_exam/submitted',
  verified: 'proctored_exam/verified',
  rejected: 'proctored_exam/rejected',
  error: 'proctored_exam/error',
  ready_to_resume: 'proctored_exam/error',
  resumed: 'proctored_exam/error',
  onboarding_missing: 'proctored_exam/onboarding_error',
  onboarding_pending: 'proctored_exam/onboarding_error',
  onboarding_failed: 'proctored_exam/onboarding_error',
  onboarding_expired: 'proctored_exam/onboarding_error',
  expired: 'proctored_exam/expired',
  onboarding_reset: 'proctored_exam/error',
};

/** Results that give way to the content once the learner has acknowledged them and the exam is past due for all. */
const RESULTS: readonly (ViewKey | null)[] = [
  'proctored_exam/submitted',
  'proctored_exam/verified',
  'proctored_exam/rejected',
];

function givesWay(attempt: ViewedAttempt, { dates, isViewablePastDue }: ViewFacts, now: number): boolean {
  if (attempt.status === 'verified' && awaitsResults(dates, now)) return false;
  return attempt.isStatusAcknowledged && isViewablePastDue && isPastDue(dates.courseDueAt, now);
}

/**
 * What a proctored exam shows (attempt-lifecycle §6.2; first match wins). An attempt that is ready to resume shows so
 * after the due date too, as in the original: staff who let a learner resume may still have to extend the date.
 */
export function proctoredView(facts: ViewFacts, now: number): ViewKey | null {
  const { attempt, viewer, prerequisites, isBrowserBlocked } = facts;
  if (attempt?.status === 'declined') return null;
  if (!viewer.isActive) return 'proctored_exam/inactive_account';
  if (isClosedByDue(facts, now)) return 'proctored_exam/expired';
  if (attempt === null) return BY_PREREQUISITES[prerequisites];
  if (isReadyToResume(attempt)) return 'proctored_exam/ready_to_resume';
  if (attempt.status === 'started' && isBrowserBlocked) return 'proctored_exam/error_wrong_browser';
  if (isFlagged(attempt)) return null;
  const key = BY_STATUS[attempt.status];
  return RESULTS.includes(key) && givesWay(attempt, facts, now) ? null : key;
}
