import type { Status } from '../attempt/statuses.ts';

/** The stages of an exam by which a board sorts attempts, in their order. */
export const PHASES = [
  'not_started',
  'getting_ready',
  'running',
  'asked_to_end',
  'stopped',
  'handed_in',
  'in_review',
  'done',
  'declined',
] as const;

export type Phase = (typeof PHASES)[number];

/** The phase of each status. `stopped` is an attempt in error, whether or not it may be resumed by now. */
export const PHASE_OF: Record<Status, Phase> = {
  eligible: 'not_started',
  created: 'not_started',
  onboarding_missing: 'not_started',
  onboarding_pending: 'not_started',
  onboarding_failed: 'not_started',
  onboarding_expired: 'not_started',
  download_software_clicked: 'getting_ready',
  ready_to_start: 'getting_ready',
  started: 'running',
  ready_to_submit: 'asked_to_end',
  error: 'stopped',
  ready_to_resume: 'stopped',
  timed_out: 'handed_in',
  submitted: 'handed_in',
  second_review_required: 'in_review',
  verified: 'done',
  rejected: 'done',
  resumed: 'done',
  onboarding_reset: 'done',
  expired: 'done',
  declined: 'declined',
};
