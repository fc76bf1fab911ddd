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

const recordRow = rowOf({
  others: z.array(z.object({ status: z.string(), resumed: z.boolean() })),
  hasGradeOverride: z.boolean(),
});

/**
 * The learner's attempts on the exam, except the one with `attemptCode`, and whether one of them all, possibly removed
 * since, overrode the grade and none has undone that.
 */
export async function readLearnerRecord(
  db: CommonQueryMethods,
  { userId, examId }: LearnerOnExam,
  attemptCode: string,
): Promise<z.output<typeof recordRow>> {
  return await db.one(sql.type(recordRow)`
    select coalesce((
        select jsonb_agg(jsonb_build_object('status', status, 'resumed', resumed)) from live_attempt
        where user_id = ${userId} and exam_id = ${examId} and attempt_code <> ${attemptCode}
      ), '[]') as others,
      coalesce((
        select e.effect ->> 'kind' = 'override-grade'
        from attempt a join attempt_effect e on e.attempt_id = a.id
        where a.user_id = ${userId} and a.exam_id = ${examId} and e.outcome <> 'withheld'
          and e.effect ->> 'kind' in ('override-grade', 'undo-grade-override')
        order by e.sequence desc limit 1
      ), false) as has_grade_override`);
}
