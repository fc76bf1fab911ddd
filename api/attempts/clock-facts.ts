import type { Attempt } from '../../db/attempts.ts';
import type { Exam } from '../../db/exams.ts';
import { completeClock, findCourseEnd } from '../../lms/learner-clock.ts';
import { isPastDue } from '../../rules/attempt/clock.ts';
import { computeAllowedTime } from '../../rules/attempt/entitlement.ts';
import { pickLatest, type LatestAttempt } from '../../rules/attempt/creation.ts';
import type { ClockFacts } from '../../rules/attempt/facts.ts';
import { carryOver } from '../../rules/attempt/outcome.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';
import { effectiveDueAt } from '../../rules/exam.ts';
import { examTypeOf } from '../../vendors/exam-facts.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

type Deps = Pick<AppDeps, 'reads' | 'lookups' | 'vendors'>;

/** The facts from which a learner's clock on an exam is computed. */
export async function readClockFacts(deps: Deps, userId: number, examId: number): Promise<ClockFacts> {
  const stored = await deps.reads.learnerFacts({ userId, examId });
  if (!stored) throw new ApiError('exam_not_found');
  return await completeClock(deps.lookups, userId, stored);
}

/** Whether the exam is past due for the learner whose clock facts these are. */
export async function isPastDueFor(deps: Deps, exam: Exam, clock: ClockFacts, now: number): Promise<boolean> {
  const typed = { courseId: exam.courseId, type: examTypeOf(deps.vendors, exam) };
  const courseEndAt = await findCourseEnd(deps.lookups, typed, clock);
  return isPastDue(effectiveDueAt(typed, { dueAt: clock.dueAt, courseEndAt }), now);
}

/** Minutes a clock would run if it started now, counting time carried over from the learner's latest attempt. */
export function minutesIfStartedNow(clock: ClockFacts, latest: Attempt | null, now: number): number {
  const incidentMins = latest?.startedAt === null ? latest.incidentMins : 0;
  return computeAllowedTime(clock, latest && carryOver(latest, clock), now, incidentMins).minutes;
}

/** The latest attempt as the rule for creations takes it. */
export function asLatest(attempt: Attempt | null): LatestAttempt | null {
  return attempt !== null && isStatus(attempt.status) ? pickLatest({ ...attempt, status: attempt.status }) : null;
}
