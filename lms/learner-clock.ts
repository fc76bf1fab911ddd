import type { CommonQueryMethods } from 'slonik';
import { clockFactsOf } from '../db/clock-facts.ts';
import { findStartFacts, type LearnerFacts } from '../db/learner-facts.ts';
import type { LearnerOnExam } from '../db/learner-on-exam.ts';
import type { ClockFacts } from '../rules/attempt/facts.ts';
import { isBoundByCourseEnd, type ExamFacts } from '../rules/exam.ts';
import type { LmsLookups } from './port.ts';

/** What is stored about a learner on an exam, completed by the due date that the LMS has for them alone. */
export async function completeClock(
  lookups: Pick<LmsLookups, 'dueDate'>,
  userId: number,
  stored: LearnerFacts,
): Promise<ClockFacts> {
  const { username, exam } = stored;
  return clockFactsOf(stored, await lookups.dueDate({ id: userId, username }, exam.courseId, exam.contentId));
}

export interface LearnerClockDeps {
  pool: CommonQueryMethods;
  lookups: Pick<LmsLookups, 'dueDate'>;
}

/** The stored facts about a learner on an exam and their clock; null if either is unknown. */
export async function findLearnerClock({ pool, lookups }: LearnerClockDeps, place: LearnerOnExam) {
  const stored = await findStartFacts(pool, place);
  return stored && { stored, clock: await completeClock(lookups, place.userId, stored) };
}

/** End of the course, looked up only if it matters. */
export async function findCourseEnd(
  lookups: Pick<LmsLookups, 'courseEnd'>,
  exam: Pick<ExamFacts, 'type' | 'courseId'>,
  { dueAt }: Pick<ClockFacts, 'dueAt'>,
): Promise<number | null> {
  return isBoundByCourseEnd(exam, dueAt) ? await lookups.courseEnd(exam.courseId) : null;
}
