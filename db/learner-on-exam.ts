import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf } from './columns.ts';

/** One learner's attempts on one exam, together. */
export interface LearnerOnExam {
  userId: number;
  examId: number;
}

/**
 * Locks the learner's place on the exam for the transaction, so that attempts decided at the same time see each other.
 */
export async function lockLearnerOnExam(db: CommonQueryMethods, { userId, examId }: LearnerOnExam): Promise<void> {
  await db.query(sql.type(none)`select pg_advisory_xact_lock(hashtextextended(${`${userId}/${examId}`}, 0))`);
}

const otherAttemptRow = rowOf({ status: z.string(), resumed: z.boolean() });

/** The learner's attempts on the exam, except the one with `attemptCode`. */
export async function listOtherAttempts(db: CommonQueryMethods, place: LearnerOnExam, attemptCode: string) {
  return await db.any(sql.type(otherAttemptRow)`
    select status, resumed from live_attempt
    where user_id = ${place.userId} and exam_id = ${place.examId} and attempt_code <> ${attemptCode}`);
}

/** Whether an attempt of the learner, possibly removed since, overrode the grade and no attempt has undone that. */
export async function hasGradeOverride(db: CommonQueryMethods, place: LearnerOnExam): Promise<boolean> {
  const stands = await db.maybeOneFirst(sql.type(rowOf({ stands: z.boolean() }))`
    select e.effect ->> 'kind' = 'override-grade' as stands
    from attempt a join attempt_effect e on e.attempt_id = a.id
    where a.user_id = ${place.userId} and a.exam_id = ${place.examId} and e.outcome <> 'withheld'
      and e.effect ->> 'kind' in ('override-grade', 'undo-grade-override')
    order by e.sequence desc limit 1`);
  return stands ?? false;
}
