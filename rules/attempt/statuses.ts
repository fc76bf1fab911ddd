/**
 * Every status an attempt can have, as it is stored and sent (attempt-lifecycle §2). `ready_to_resume` and `resumed`
 * are the statuses of the 2.5 line; the 5.x flags are kept beside them.
 */
export const STATUSES = [
  'eligible',
  'created',
  'download_software_clicked',
  'ready_to_start',
  'started',
  'ready_to_submit',
  'declined',
  'timed_out',
  'submitted',
  'second_review_required',
  'verified',
  'rejected',
  'error',
  'ready_to_resume',
  'resumed',
  'onboarding_missing',
  'onboarding_pending',
  'onboarding_failed',
  'onboarding_expired',
  'expired',
  'onboarding_reset',
] as const;

export type Status = (typeof STATUSES)[number];

export const PRE_START = [
  'created',
  'download_software_clicked',
  'ready_to_start',
] as const satisfies readonly Status[];
/** The vendor has not said yet that the setup is done. */
export const AWAITING_SETUP = ['created', 'download_software_clicked'] as const satisfies readonly Status[];
export const RUNNING = ['started', 'ready_to_submit'] as const satisfies readonly Status[];
export const INCOMPLETE = ['eligible', ...PRE_START, ...RUNNING] as const satisfies readonly Status[];
export const ONBOARDING_ERRORS = [
  'onboarding_missing',
  'onboarding_pending',
  'onboarding_failed',
  'onboarding_expired',
] as const satisfies readonly Status[];
export const COMPLETED = [
  'declined',
  'timed_out',
  'submitted',
  'second_review_required',
  'verified',
  'rejected',
  'error',
  'ready_to_resume',
  'resumed',
  ...ONBOARDING_ERRORS,
] as const satisfies readonly Status[];
/**
 * Results of a review that may arrive while the exam is running: they neither end it nor stop its clock
 * (differences §1.3).
 */
export const FLAGS = ['second_review_required', 'verified', 'rejected'] as const satisfies readonly Status[];
/** Neither incomplete nor completed: `expired` is virtual, `onboarding_reset` marks a superseded practice attempt. */
export const OUTSIDE = ['expired', 'onboarding_reset'] as const satisfies readonly Status[];

/** What staff may set by hand: incomplete or completed, but never the two that only a resume may give. */
export const SETTABLE: readonly Status[] = [...INCOMPLETE, ...COMPLETED].filter(
  (status) => status !== 'ready_to_resume' && status !== 'resumed',
);

export type OnboardingError = (typeof ONBOARDING_ERRORS)[number];

const within =
  <S extends Status>(group: readonly S[]) =>
  (status: string): status is S =>
    (group as readonly string[]).includes(status);

export const isStatus = within(STATUSES);
export const isAwaitingSetup = within(AWAITING_SETUP);
export const isPreStart = within(PRE_START);
export const isRunning = within(RUNNING);
export const isFlag = within(FLAGS);
export const isIncomplete = within(INCOMPLETE);
export const isCompleted = within(COMPLETED);
export const isOnboardingError = within(ONBOARDING_ERRORS);
