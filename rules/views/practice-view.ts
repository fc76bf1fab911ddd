import type { Status } from '../attempt/statuses.ts';
import { isFlagged, isPastDueFor, isReadyToResume, type ViewFacts } from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

type ByStatus = Readonly<Record<Status, ViewKey | null>>;

const SETTING_UP = {
  eligible: 'proctored_exam/instructions',
  created: 'proctored_exam/instructions',
  download_software_clicked: 'proctored_exam/instructions',
  ready_to_start: 'proctored_exam/ready_to_start',
} as const satisfies Partial<ByStatus>;

/**
 * A resumed attempt looks like the `error` that the 5.x line leaves in its place. Without a running clock the content is
 * shown only to learners who declined proctoring (differences §1.4).
 */
const PRACTICE: ByStatus = {
  ...SETTING_UP,
  started: null,
  ready_to_submit: 'proctored_exam/ready_to_submit',
  declined: null,
  timed_out: 'practice_exam/submitted',
  submitted: 'practice_exam/submitted',
  second_review_required: 'practice_exam/submitted',
  verified: 'practice_exam/submitted',
  rejected: 'practice_exam/submitted',
  error: 'practice_exam/error',
  onboarding_missing: 'practice_exam/error',
  onboarding_pending: 'practice_exam/error',
  onboarding_failed: 'practice_exam/error',
  onboarding_expired: 'practice_exam/error',
  expired: 'practice_exam/error',
  onboarding_reset: 'practice_exam/entrance',
  ready_to_resume: 'practice_exam/error',
  resumed: 'practice_exam/error',
};

const ONBOARDING: ByStatus = {
  ...SETTING_UP,
  started: null,
  declined: null,
  timed_out: 'onboarding_exam/submitted',
  onboarding_missing: 'onboarding_exam/error',
  onboarding_pending: 'onboarding_exam/error',
  onboarding_failed: 'onboarding_exam/error',
  onboarding_expired: 'onboarding_exam/error',
  expired: 'onboarding_exam/error',
  onboarding_reset: 'onboarding_exam/entrance',
  ready_to_submit: 'onboarding_exam/ready_to_submit',
  submitted: 'onboarding_exam/submitted',
  second_review_required: 'onboarding_exam/submitted',
  verified: 'onboarding_exam/verified',
  rejected: 'onboarding_exam/rejected',
  error: 'onboarding_exam/error',
  ready_to_resume: 'onboarding_exam/error',
  resumed: 'onboarding_exam/error',
};

/** What a practice exam shows; due dates are ignored (attempt-lifecycle §6.2). */
export function practiceView({ attempt, isBrowserBlocked }: ViewFacts): ViewKey | null {
  if (attempt === null) return 'practice_exam/entrance';
  if (isReadyToResume(attempt)) return 'proctored_exam/ready_to_resume';
  if (attempt.status === 'started' && isBrowserBlocked) return 'proctored_exam/error_wrong_browser';
  return isFlagged(attempt) ? null : PRACTICE[attempt.status];
}

/** What an onboarding exam shows; its due date counts only until there is an attempt (attempt-lifecycle §6.2). */
export function onboardingView(facts: ViewFacts, now: number): ViewKey | null {
  const { attempt } = facts;
  if (attempt === null) return isPastDueFor(facts, now) ? 'proctored_exam/expired' : 'onboarding_exam/entrance';
  if (isReadyToResume(attempt)) return 'proctored_exam/ready_to_resume';
  return isFlagged(attempt) ? null : ONBOARDING[attempt.status];
}
