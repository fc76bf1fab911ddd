import type { Attempt } from '../../db/attempts.ts';
import { clockFactsOf } from '../../db/clock-facts.ts';
import { DEFAULT_SETTINGS, type ClockFacts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import { step } from '../../rules/attempt/transition.ts';

/** The machine's state as far as the row shows it; enough for the end of the time. */
function stateOf(attempt: Attempt): AttemptState | null {
  const { exam, status } = attempt;
  if (!isStatus(status)) return null;
  return {
    schema: 1,
    version: attempt.version,
    attemptId: attempt.id,
    attemptCode: attempt.attemptCode,
    userId: attempt.user.id,
    exam: {
      id: exam.id,
      courseId: exam.courseId,
      contentId: exam.contentId,
      type: exam.type,
      isProctored: exam.isProctored,
      isPracticeExam: exam.isPracticeExam,
      backend: exam.isProctored ? exam.backend : null,
    },
    status,
    takingAsProctored: attempt.takingAsProctored,
    isSampleAttempt: attempt.isSampleAttempt,
    externalId: attempt.externalId,
    reviewPolicyId: attempt.reviewPolicyId,
    createdAt: attempt.created,
    modifiedAt: attempt.modified,
    startedAt: attempt.startedAt,
    completedAt: attempt.completedAt,
    pausedAt: attempt.pausedAt,
    pauseEndsAt: attempt.pausedAt === null ? null : attempt.expiresAt,
    pausedMs: attempt.pausedMs,
    incidentMins: attempt.incidentMins,
    allowedSeconds: attempt.allowedSeconds,
    allowedTimeLimitMins: attempt.allowedTimeLimitMins,
    entitlement: attempt.entitlement,
    rest: attempt.rest,
    timeRemainingSeconds: attempt.timeRemainingSeconds,
    isResumable: attempt.isResumable,
    readyToResume: attempt.readyToResume,
    resumed: attempt.resumed,
    isStatusAcknowledged: attempt.isStatusAcknowledged,
    lastPingAt: null,
    reviewRevision: 0,
    deletedAt: attempt.deletedAt,
  };
}

/** What the end of the time depends on, as far as the row shows it. */
function clockOf({ exam, grant, dueDates }: Attempt): ClockFacts {
  const grants = grant ? [grant] : [];
  return clockFactsOf(
    { exam, additionalMins: grant?.additionalMins ?? 0, expiresAt: grant?.expiresAt ?? null, grants, dueDates },
    null,
  );
}

/**
 * The attempt as shown at `now`. If its time is up but its workflow has not caught up yet, it is shown as what it is
 * about to become by the workflow's own rule (differences §2.1): submitted, running on if extra time was granted
 * before the end, or an error after a pause that nobody ended. Every read goes through here.
 */
export function asSeenAt(attempt: Attempt, now: number, settings: { allowTimedOutState: boolean }): Attempt {
  if (attempt.expiresAt === null || now <= attempt.expiresAt) return attempt;
  const state = stateOf(attempt);
  if (state === null) return attempt;
  const facts = {
    settings: { ...DEFAULT_SETTINGS, allowTimedOutState: settings.allowTimedOutState },
    clock: clockOf(attempt),
  };
  const last = step(state, { name: 'expire', payload: { actor: { kind: 'system' } } }, now, facts).at(-1);
  if (last?.outcome.outcome !== 'changed') return attempt;
  const { status, completedAt, isResumable, allowedSeconds, allowedTimeLimitMins, ...rest } = last.outcome.state;
  const { pausedAt = null, pausedMs = 0, timeRemainingSeconds } = rest;
  const clock = { allowedSeconds, allowedTimeLimitMins, pausedAt, pausedMs, timeRemainingSeconds };
  return { ...attempt, status, completedAt, isResumable, ...clock, modified: completedAt ?? attempt.expiresAt };
}
