import type { Hold } from '../bulk/holds.ts';
import type { ReviewStatus } from './events.ts';

/** Settings of the service that the rules depend on, read at the moment of the event. */
export interface RuleSettings {
  /** Store `timed_out` instead of `submitted` when the time is up (`ALLOW_TIMED_OUT_STATE`). */
  allowTimedOutState: boolean;
  /** A failing review without a reviewer stops at `second_review_required` (`REQUIRE_FAILURE_SECOND_REVIEWS`). */
  requireFailureSecondReviews: boolean;
  /** Review results that pass at the attempt's back-end. */
  passingStatuses: readonly ReviewStatus[];
  /** The attempt is for onboarding, according to the type with which it was registered. */
  supportsOnboarding: boolean;
  /** The vendor must have confirmed the setup before the clock may start (back-end option `start_requires_ready`). */
  startRequiresReady: boolean;
  /** Lost pings change nothing (`edx_proctoring.<backend>_ping_failure_passthrough`). */
  pingFailurePassthrough: boolean;
  /** After so long a pause that nobody has ended, an attempt turns into an error (`PAUSE_MAX_HOURS`). */
  pauseMaxHours: number;
  /**
   * After so many days without a change, a settled attempt does without a workflow (`SETTLED_ATTEMPT_DAYS`); absent in
   * histories of earlier releases.
   */
  settledAttemptDays?: number;
}

/** What the clock is computed from (attempt-lifecycle §5.1). */
export interface ClockFacts {
  timeLimitMins: number;
  /** The learner's `additional_time_granted`, 0 without one. */
  additionalMins: number;
  /** A clock that starts at this instant or later does not have them; epoch milliseconds. */
  expiresAt?: number | null;
  /**
   * The extra minutes as they were set over time, the oldest first, each until it expired or was set anew; instants in
   * epoch milliseconds.
   */
  grants?: readonly { additionalMins: number; at: number; expiresAt?: number | null }[];
  /** The learner's due date for this exam in epoch milliseconds, null when there is none. */
  dueAt: number | null;
  /** The due dates over time, the oldest first, where it has moved and we know when; instants in epoch milliseconds. */
  dueDates?: readonly { dueAt: number | null; at: number }[];
}

export interface Facts {
  settings: RuleSettings;
  clock: ClockFacts;
  /** What was done to the sitting and holds for whoever begins now; absent if nothing was. */
  holds?: readonly Hold[];
}

export const DEFAULT_SETTINGS: RuleSettings = {
  allowTimedOutState: false,
  requireFailureSecondReviews: true,
  passingStatuses: ['Clean', 'Rules Violation'],
  supportsOnboarding: false,
  startRequiresReady: false,
  pingFailurePassthrough: false,
  pauseMaxHours: 24,
};
