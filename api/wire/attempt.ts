import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import type { attemptSchema } from '../schemas/attempt.ts';
import { wireExam } from './exam.ts';
import { wireTime, wireTimeOrNull } from './time.ts';

export type WireAttempt = z.output<typeof attemptSchema>;

/** `paused_at`, only while a pause holds the clock: edx-proctoring has no pauses. */
export function wirePause({ pausedAt }: Pick<Attempt, 'pausedAt'>): { paused_at?: string } {
  return pausedAt === null ? {} : { paused_at: wireTime(pausedAt) };
}

/** rest-api §3.3; `time_remaining_seconds` is the stored value. */
export function wireAttempt(attempt: Attempt): WireAttempt {
  return {
    id: attempt.id,
    created: wireTime(attempt.created),
    modified: wireTime(attempt.modified),
    user: attempt.user,
    started_at: wireTimeOrNull(attempt.startedAt),
    completed_at: wireTimeOrNull(attempt.completedAt),
    external_id: attempt.externalId,
    status: attempt.status,
    proctored_exam: wireExam(attempt.exam),
    allowed_time_limit_mins: attempt.allowedTimeLimitMins,
    attempt_code: attempt.attemptCode,
    is_sample_attempt: attempt.isSampleAttempt,
    taking_as_proctored: attempt.takingAsProctored,
    review_policy_id: attempt.reviewPolicyId,
    is_status_acknowledged: attempt.isStatusAcknowledged,
    time_remaining_seconds: attempt.timeRemainingSeconds,
    is_resumable: attempt.isResumable,
    ready_to_resume: attempt.readyToResume,
    resumed: attempt.resumed,
    ...wirePause(attempt),
  };
}
