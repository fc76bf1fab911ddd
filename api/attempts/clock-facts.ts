import { readExtraTime } from '../../db/allowances.ts';
import type { Attempt } from '../../db/attempts.ts';
import type { Exam } from '../../db/exams.ts';
import { allowedTime, isPastDue } from '../../rules/attempt/clock.ts';
import { pickLatest, type LatestAttempt } from '../../rules/attempt/creation.ts';
import { dueAtFor, effectiveDueAt, isBoundByCourseEnd } from '../../rules/exam.ts';
import { carriedBy } from '../../rules/attempt/outcome.ts';
import type { ClockFacts } from '../../rules/attempt/facts.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { LearnerRef } from '../../lms/port.ts';
import { examTypeOf } from './exam-type.ts';

type Deps = Pick<AppDeps, 'pool' | 'lms' | 'vendors'>;

/** The facts from which a learner's clock on an exam is computed; the learner's own due date wins (rest-api §3.6). */
export async function loadClockFacts(deps: Deps, learner: LearnerRef, exam: Exam): Promise<ClockFacts> {
  const [additionalMins, ownDueAt] = await Promise.all([
    readExtraTime(deps.pool, learner.id, exam.id),
    deps.lms.dueDate(learner, exam.courseId, exam.contentId),
  ]);
  return { timeLimitMins: exam.timeLimitMins, additionalMins, dueAt: dueAtFor(ownDueAt, exam.dueDate) };
}

/** End of the course, looked up only if it matters. */
export async function loadCourseEnd(deps: Deps, exam: Exam, clock: ClockFacts): Promise<number | null> {
  const counts = isBoundByCourseEnd({ type: examTypeOf(deps.vendors, exam) }, clock.dueAt);
  return counts ? await deps.lms.courseEnd(exam.courseId) : null;
}

/** Whether the exam is past due for the learner whose clock facts these are. */
export async function isPastDueFor(deps: Deps, exam: Exam, clock: ClockFacts, now: number): Promise<boolean> {
  const courseEndAt = await loadCourseEnd(deps, exam, clock);
  const type = examTypeOf(deps.vendors, exam);
  return isPastDue(effectiveDueAt({ type }, { dueAt: clock.dueAt, courseEndAt }), now);
}

/** Minutes a clock would run if it started now, counting time carried over from the learner's latest attempt. */
export function minutesIfStartedNow(clock: ClockFacts, latest: Attempt | null, now: number): number {
  return allowedTime(clock, latest && carriedBy(latest, clock), now).minutes;
}

/** The latest attempt as the rule for creations takes it. */
export function asLatest(attempt: Attempt | null): LatestAttempt | null {
  return attempt !== null && isStatus(attempt.status) ? pickLatest({ ...attempt, status: attempt.status }) : null;
}
