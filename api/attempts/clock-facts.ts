import type { Attempt } from '../../db/attempts.ts';
import type { Exam } from '../../db/exams.ts';
import { findCourseEnd, findLearnerClock } from '../../lms/learner-clock.ts';
import { computeAllowedTime, isPastDue } from '../../rules/attempt/clock.ts';
import { pickLatest, type LatestAttempt } from '../../rules/attempt/creation.ts';
import type { ClockFacts } from '../../rules/attempt/facts.ts';
import { carryOver } from '../../rules/attempt/outcome.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import { effectiveDueAt } from '../../rules/exam.ts';
import { examTypeOf } from '../../vendors/exam-facts.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

type Deps = Pick<AppDeps, 'pool' | 'lookups' | 'vendors'>;

/** The facts from which a learner's clock on an exam is computed. */
export async function readClockFacts(deps: Deps, userId: number, examId: number): Promise<ClockFacts> {
  const facts = await findLearnerClock(deps, { userId, examId });
  if (!facts) throw new ApiError('exam_not_found');
  return facts.clock;
}

/** Whether the exam is past due for the learner whose clock facts these are. */
export async function isPastDueFor(deps: Deps, exam: Exam, clock: ClockFacts, now: number): Promise<boolean> {
  const typed = { courseId: exam.courseId, type: examTypeOf(deps.vendors, exam) };
  const courseEndAt = await findCourseEnd(deps.lookups, typed, clock);
  return isPastDue(effectiveDueAt(typed, { dueAt: clock.dueAt, courseEndAt }), now);
}

/** Minutes a clock would run if it started now, counting time carried over from the learner's latest attempt. */
export function minutesIfStartedNow(clock: ClockFacts, latest: Attempt | null, now: number): number {
  return computeAllowedTime(clock, latest && carryOver(latest, clock), now).minutes;
}

/** The latest attempt as the rule for creations takes it. */
export function asLatest(attempt: Attempt | null): LatestAttempt | null {
  return attempt !== null && isStatus(attempt.status) ? pickLatest({ ...attempt, status: attempt.status }) : null;
}
