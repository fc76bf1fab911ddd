import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const attemptRow = rowOf({
  id: wholeNumber,
  examId: wholeNumber,
  userId: wholeNumber,
  username: z.string(),
  status: z.string(),
  modified: instant,
});

/** An attempt on an onboarding exam, as far as the onboarding status needs it. */
export type OnboardingAttempt = z.output<typeof attemptRow>;

const selection = sql.fragment`
  select attempt.id, attempt.exam_id, attempt.user_id, person.username, attempt.status, attempt.modified
  from live_attempt attempt
  join person on person.id = attempt.user_id
  join exam on exam.id = attempt.exam_id`;

/** Learners' practice attempts with the back-end on the course's active exams, the last changed first. */
export async function listOnboardingAttempts(
  db: CommonQueryMethods,
  usernames: readonly string[],
  { courseId, backend }: { courseId: string; backend: string },
): Promise<readonly OnboardingAttempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${selection}
    where person.username = any(${sql.array(usernames, 'text')}) and attempt.taking_as_proctored
      and attempt.is_sample_attempt and attempt.backend = ${backend} and exam.course_id = ${courseId} and exam.is_active
    order by attempt.modified desc, attempt.id desc`);
}

/**
 * Verified onboarding attempts with the same back-end in any course since `since`, the last changed first. Later
 * changes to the exam do not matter: one that its course dropped is no longer active or proctored.
 */
export async function listVerifiedElsewhere(
  db: CommonQueryMethods,
  usernames: readonly string[],
  backend: string,
  since: number,
): Promise<readonly OnboardingAttempt[]> {
  return await db.any(sql.type(attemptRow)`
    ${selection}
    where person.username = any(${sql.array(usernames, 'text')}) and attempt.taking_as_proctored
      and attempt.is_sample_attempt and attempt.status = 'verified' and attempt.backend = ${backend}
      and attempt.modified > ${toTimestamp(since)}
    order by attempt.modified desc, attempt.id desc`);
}
