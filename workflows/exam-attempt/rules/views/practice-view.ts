import type { Status } from '../statuses.ts';
import { isPastDueFor, isReadyToResume, type ViewFacts } from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

type ByStatus = Readonly<Partial<Record<Status, ViewKey>>>;

const SETTING_UP = {
  created: 'proctored_exam/instructions',
  download_software_clicked: 'proctored_exam/instructions',
  ready_to_start: 'proctored_exam/ready_to_start',
} as const satisfies ByStatus;

/** A superseded attempt looks like the `error` that the 5.x line leaves in its place; all others show the content. */
const PRACTICE: ByStatus = {
  ...SETTING_UP,
  ready_to_submit: 'proctored_exam/ready_to_submit',
  submitted: 'practice_exam/submitted',
  error: 'practice_exam/error',
  ready_to_resume: 'practice_exam/error',
  resumed: 'practice_exam/error',
};

const ONBOARDING: ByStatus = {
  ...SETTING_UP,
  ready_to_submit: 'onboarding_exam/ready_to_submit',
  submitted: 'onboarding_exam/submitted',
  second_review_required: 'onboarding_exam/submitted',
  verified: 'onboarding_exam/verified',
  rejected: 'onboarding_exam/rejected',
  error: 'onboarding_exam/error',
  ready_to_resume: 'onboarding_exam/error',
  resumed: 'onboarding_exam/error',
};

/** What a practice exam shows; due dates do not count (attempt-lifecycle §6.2). */
export function practiceView({ attempt, isBrowserBlocked }: ViewFacts): ViewKey | null {
  if (attempt === null) return 'practice_exam/entrance';
  if (isReadyToResume(attempt)) return 'proctored_exam/ready_to_resume';
  if (attempt.status === 'started' && isBrowserBlocked) return 'proctored_exam/error_wrong_browser';
  return PRACTICE[attempt.status] ?? null;
}

/** What an onboarding exam shows; its due date counts only until there is an attempt (attempt-lifecycle §6.2). */
export function onboardingView(facts: ViewFacts, now: number): ViewKey | null {
  const { attempt } = facts;
  if (attempt === null) return isPastDueFor(facts, now) ? 'proctored_exam/expired' : 'onboarding_exam/entrance';
  if (isReadyToResume(attempt)) return 'proctored_exam/ready_to_resume';
  return ONBOARDING[attempt.status] ?? null;
}
