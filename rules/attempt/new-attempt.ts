import type { CreationPlan } from './creation.ts';
import type { AttemptState } from './state.ts';
import type { OnboardingError } from './statuses.ts';

/** What is known about an attempt that is about to exist. */
export interface NewAttempt extends Pick<
  AttemptState,
  'attemptId' | 'attemptCode' | 'userId' | 'exam' | 'takingAsProctored' | 'reviewPolicyId'
> {
  plan: CreationPlan;
  /** The vendor's answer: its id of the attempt, or what is missing of the onboarding. */
  registration: { externalId: string | null } | { onboarding: OnboardingError };
}

/** The state of a new attempt before its first recorded change. */
export function beginAttempt(attempt: NewAttempt, now: number): AttemptState {
  const { attemptId, attemptCode, userId, exam, takingAsProctored, reviewPolicyId, plan, registration } = attempt;
  return {
    schema: 1,
    version: 0,
    attemptId,
    attemptCode,
    userId,
    exam,
    status: 'onboarding' in registration ? registration.onboarding : 'created',
    takingAsProctored,
    externalId: 'onboarding' in registration ? null : registration.externalId,
    reviewPolicyId,
    isSampleAttempt: exam.isPracticeExam,
    createdAt: now,
    modifiedAt: now,
    startedAt: null,
    completedAt: null,
    allowedSeconds: null,
    allowedTimeLimitMins: null,
    entitlement: null,
    timeRemainingSeconds: plan.carriedSeconds,
    rest: plan.rest ?? null,
    isResumable: false,
    readyToResume: false,
    resumed: false,
    isStatusAcknowledged: false,
    lastPingAt: null,
    reviewRevision: 0,
    deletedAt: null,
  };
}
