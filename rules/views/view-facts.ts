import { countRemainingSeconds, isClockRunning, isPastDue } from '../attempt/clock.ts';
import type { AttemptState } from '../attempt/state.ts';
import { effectiveDueAt, type ExamFacts } from '../exam.ts';
import { isFlag, isIncomplete } from '../attempt/statuses.ts';
import type { PrerequisiteState } from './prerequisites.ts';

/** The learner's latest attempt; its status as derived for the moment of the view, so with the end of the time applied. */
export type ViewedAttempt = Pick<
  AttemptState,
  | 'status'
  | 'isResumable'
  | 'readyToResume'
  | 'resumed'
  | 'isStatusAcknowledged'
  | 'startedAt'
  | 'completedAt'
  | 'allowedSeconds'
  | 'pausedAt'
  | 'pausedMs'
>;

/** Instants in epoch milliseconds, null where there is none. */
export interface ViewDates {
  /** The learner's own due date for the exam, else the exam's. */
  dueAt: number | null;
  /** The exam's due date for the course as a whole. */
  courseDueAt: number | null;
  courseEndAt: number | null;
  /** How long results stay hidden after the due date, in seconds. */
  graceSeconds: number | null;
}

/** Everything that decides what a learner sees of an exam. */
export interface ViewFacts {
  viewer: {
    isStudent: boolean;
    isActive: boolean;
    /** The LMS lets the learner take proctored exams (`can_take_proctored_exam`). */
    mayTakeProctored: boolean;
  };
  exam: Pick<ExamFacts, 'type' | 'isProctored'> & { isActive: boolean; hideAfterDue: boolean };
  attempt: ViewedAttempt | null;
  dates: ViewDates;
  prerequisites: PrerequisiteState;
  /** The back-end wants another browser for a running attempt. */
  isBrowserBlocked: boolean;
  /** An acknowledged result gives way to the content after the due date (`PROCTORED_EXAM_VIEWABLE_PAST_DUE`). */
  isViewablePastDue: boolean;
}

/** Marked by staff and not yet taken over by a follow-up (attempt-lifecycle §3.4). */
export function isReadyToResume(attempt: Pick<ViewedAttempt, 'readyToResume' | 'resumed'>): boolean {
  return attempt.readyToResume && !attempt.resumed;
}

/** A review has set the status while the exam goes on, so its content and its clock stay as they are. */
export function isFlagged(attempt: ViewedAttempt): boolean {
  return isFlag(attempt.status) && isClockRunning(attempt);
}

/** Past due for this learner; for timed exams without a due date the end of the course counts (attempt-lifecycle §5.4). */
export function isPastDueFor({ exam, dates }: Pick<ViewFacts, 'exam' | 'dates'>, now: number): boolean {
  return isPastDue(effectiveDueAt(exam, dates), now);
}

/** Whether an exam that was not handed in still has time on its clock, which may run or be paused. */
export function hasTimeLeft(
  attempt: Pick<ViewedAttempt, 'startedAt' | 'allowedSeconds' | 'pausedAt' | 'pausedMs'> & { status: string },
  now: number,
): boolean {
  return isIncomplete(attempt.status) && countRemainingSeconds(attempt, now) > 0;
}

/**
 * Whether the due date closes an exam that was not handed in: not one that still has time, because it was paused or
 * because staff have set its end later.
 */
export function isClosedByDue(facts: Pick<ViewFacts, 'exam' | 'dates' | 'attempt'>, now: number): boolean {
  const { attempt } = facts;
  if (attempt && (!isIncomplete(attempt.status) || hasTimeLeft(attempt, now))) return false;
  return isPastDueFor(facts, now);
}

/** Results are still held back: the due date with its grace period is yet to come. */
export function awaitsResults({ dueAt, graceSeconds }: ViewDates, now: number): boolean {
  return dueAt !== null && graceSeconds !== null && now < dueAt + graceSeconds * 1000;
}
