import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toTimestamp } from './columns.ts';

/** One learner's attempts on one exam, together. */
export interface LearnerOnExam {
  userId: number;
  examId: number;
}

/** Several of them as the table `place`. */
export const unnestPlaces = (places: readonly LearnerOnExam[]): FragmentSqlToken => sql.fragment`
  unnest(${sql.array(
    places.map(({ userId }) => userId),
    'int8',
  )}, ${sql.array(
    places.map(({ examId }) => examId),
    'int8',
  )}) as place (user_id, exam_id)`;

/** The key of the lock on a place; releases that run side by side have to agree on it. */
const lockKey = (userId: FragmentSqlToken, examId: FragmentSqlToken) =>
  sql.fragment`hashtextextended(${userId} || '/' || ${examId}, 0)`;

/**
 * Locks the learner's place on the exam for the transaction, so that attempts decided at the same time see each other.
 */
export async function lockLearnerOnExam(db: CommonQueryMethods, { userId, examId }: LearnerOnExam): Promise<void> {
  const key = lockKey(sql.fragment`${userId}::int8`, sql.fragment`${examId}::int8`);
  await db.query(sql.prepared('lock_learner_on_exam', none)`select pg_advisory_xact_lock(${key})`);
}

const overridesOfGrade = sql.fragment`e.outcome <> 'withheld'
  and e.effect ->> 'kind' in ('override-grade', 'undo-grade-override')`;

/**
 * Condition of a statement on `attempt`: there has never been another of its learner on its exam, it has not overridden the
 * grade, and nobody decides about the place now. It holds the lock until the statement ends; another attempt that it does not
 * see is only being made, and decided about later.
 */
export const isAloneOnExam: FragmentSqlToken = sql.fragment`
  pg_try_advisory_xact_lock(${lockKey(sql.fragment`attempt.user_id`, sql.fragment`attempt.exam_id`)})
  and not exists (
    select from attempt as other
    where other.user_id = attempt.user_id and other.exam_id = attempt.exam_id and other.id <> attempt.id
  )
  and not exists (select from attempt_effect e where e.attempt_id = attempt.id and ${overridesOfGrade})`;

/** Locks the learner's clocks for the transaction, so that of two that start at the same time one sees the other. */
export async function lockClocksOf(db: CommonQueryMethods, userId: number): Promise<void> {
  await db.query(sql.type(none)`select pg_advisory_xact_lock(hashtextextended(${`clocks of ${userId}`}, 0))`);
}

/** Whether the clock of an attempt of the learner other than `attemptCode` runs, or is paused, at an instant. */
export async function hasOtherClock(
  db: CommonQueryMethods,
  { userId, attemptCode, at }: { userId: number; attemptCode: string; at: number },
): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 from live_attempt
    where user_id = ${userId} and attempt_code <> ${attemptCode} and status in ('started', 'ready_to_submit')
      and (expires_at is null or expires_at > ${toTimestamp(at)})`);
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
  return await db.one(sql.prepared('learner_record', recordRow)`
    with ever as materialized (
      select id, attempt_code, status, resumed, deleted_at is null and not registering as is_live from attempt
      where user_id = ${userId} and exam_id = ${examId}
    )
    select coalesce((
        select jsonb_agg(jsonb_build_object('status', status, 'resumed', resumed)) from ever
        where is_live and attempt_code <> ${attemptCode}
      ), '[]') as others,
      coalesce((
        select e.effect ->> 'kind' = 'override-grade' from attempt_effect e
        where e.attempt_id = any(array(select id from ever)) and ${overridesOfGrade}
        order by e.sequence desc limit 1
      ), false) as has_grade_override`);
}
