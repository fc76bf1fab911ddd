import { isPastDue } from './clock.ts';
import { computeAllowedTime, entitlementOf } from './entitlement.ts';
import { carryOver } from './outcome.ts';
import type { ClockFacts } from './facts.ts';
import type { OrRefusal } from './refusals.ts';
import { inResumeProcess, type Entitlement } from './state.ts';
import { effectiveDueAt, type ExamFacts } from '../exam.ts';
import type { Status } from './statuses.ts';

/** The learner's latest attempt on the exam. */
export interface LatestAttempt {
  attemptCode: string;
  status: Status;
  isSampleAttempt: boolean;
  takingAsProctored: boolean;
  readyToResume: boolean;
  resumed: boolean;
  timeRemainingSeconds: number | null;
  /** The rest of its time, before the due date cuts it. */
  rest?: Entitlement | null;
}

/** What the rule for creations needs to know about an earlier attempt. */
export function pickLatest(attempt: LatestAttempt): LatestAttempt {
  const { attemptCode, status, isSampleAttempt, takingAsProctored, readyToResume, resumed } = attempt;
  const { timeRemainingSeconds, rest } = attempt;
  return {
    attemptCode,
    status,
    isSampleAttempt,
    takingAsProctored,
    readyToResume,
    resumed,
    timeRemainingSeconds,
    rest,
  };
}

export interface CreationFacts {
  exam: ExamFacts;
  clock: ClockFacts;
  latest: LatestAttempt | null;
  /** End of the course in epoch milliseconds; counts for timed exams without a due date. */
  courseEndAt: number | null;
  /** Whether the LMS lets the learner take proctored exams; absent if it was not asked. */
  mayTakeProctored?: boolean;
}

export interface CreationPlan {
  /** Code of the attempt whose remaining time is taken over. */
  resumeOf: string | null;
  /** Whole seconds, including the extra time granted since they were stored. */
  carriedSeconds: number | null;
  /** The same with the extra minutes that it counts. */
  rest?: Entitlement | null;
  /** Whole minutes as told to the vendor. */
  timeLimitMins: number;
}

/**
 * Whether the learner may have a new attempt now, and what it takes over (attempt-lifecycle §3.3). Used by the API for a
 * quick answer and by the workflow for the binding one.
 */
export function planCreation(
  facts: CreationFacts,
  request: { takingAsProctored: boolean; resetting: boolean; cascaded?: boolean },
  now: number,
): OrRefusal<{ plan: CreationPlan }> {
  const { exam, latest, clock } = facts;
  const pastDue =
    isPastDue(effectiveDueAt(exam, { dueAt: clock.dueAt, courseEndAt: facts.courseEndAt }), now) && !request.cascaded;
  if (pastDue && !exam.isPracticeExam) return { refusal: 'exam_past_due' };
  const resuming = latest !== null && inResumeProcess(latest);
  if (latest !== null && !resuming && !latest.isSampleAttempt && !request.resetting) {
    return { refusal: 'attempt_already_exists' };
  }
  if (pastDue && request.takingAsProctored) return { refusal: 'exam_past_due_proctored' };
  if (request.takingAsProctored && facts.mayTakeProctored === false) return { refusal: 'proctoring_not_permitted' };
  const kept = resuming ? carryOver(latest, clock) : null;
  const rest = kept && entitlementOf(clock, kept, now);
  return {
    plan: {
      resumeOf: resuming ? latest.attemptCode : null,
      carriedSeconds: rest && rest.seconds,
      rest,
      timeLimitMins: computeAllowedTime(clock, rest, now).minutes,
    },
  };
}
