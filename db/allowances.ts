import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { examGroup, examShape } from './exams.ts';
import type { LearnerOnExam } from './learner-on-exam.ts';

/** Free text for the vendor. */
export const POLICY_EXCEPTION = 'review_policy_exception';

const allowanceRow = rowOf({
  id: wholeNumber,
  created: instant,
  modified: instant,
  user: z.object({ id: wholeNumber, username: z.string(), email: z.string() }),
  key: z.string(),
  value: z.string(),
  exam: z.object(examShape),
});

export type Allowance = z.output<typeof allowanceRow>;

const selection = sql.fragment`
  select allowance.id, allowance.created, allowance.modified, allowance.key, allowance.value,
    person.id as "user.id", person.username as "user.username", person.email as "user.email", ${examGroup}
  from allowance join person on person.id = allowance.user_id join exam on exam.id = allowance.exam_id`;

export async function listAllowancesOfCourse(db: CommonQueryMethods, courseId: string): Promise<readonly Allowance[]> {
  return await db.any(sql.type(allowanceRow)`
    ${selection} where exam.course_id = ${courseId} order by allowance.id`);
}

export async function listAllowancesOfLearner(
  db: CommonQueryMethods,
  userId: number,
  examIds: readonly number[],
): Promise<readonly Allowance[]> {
  if (examIds.length === 0) return [];
  return await db.any(sql.type(allowanceRow)`
    ${selection} where allowance.user_id = ${userId} and allowance.exam_id = any(${sql.array(examIds, 'int8')})
    order by allowance.id`);
}

/** What is granted to a learner on an exam, beside who and when. */
export interface AllowanceSetting {
  examId: number;
  userId: number;
  key: string;
  value: string;
  /** The multiplier from which the minutes were computed. */
  factor?: string | null;
  reason?: string | null;
  /** Epoch milliseconds; a clock that starts then or later does not have it. */
  expiresAt?: number | null;
}

/** When something was done, in epoch milliseconds, and the id of who did it. */
export interface Doing {
  at: number;
  by: number;
}

const grantRow = rowOf({ by: z.string().nullable(), reason: z.string().nullable() });

/** Who granted a learner their extra time on an exam, and why; null if they have none. */
export async function findGrantOfExtraTime(db: CommonQueryMethods, { userId, examId }: LearnerOnExam) {
  return await db.maybeOne(sql.type(grantRow)`
    select person.username as by, allowance.reason from allowance left join person on person.id = allowance.granted_by
    where allowance.user_id = ${userId} and allowance.exam_id = ${examId} and allowance.key = ${ADDITIONAL_TIME}`);
}

const insertedRow = rowOf({ inserted: z.boolean() });

/** Sets one allowance, and notes who did; returns whether it is new. */
export async function saveAllowance(
  db: CommonQueryMethods,
  { userId, examId, key, value, factor = null, reason = null, expiresAt = null }: AllowanceSetting,
  { at: millis, by }: Doing,
): Promise<'created' | 'updated'> {
  const at = toTimestamp(millis);
  const { inserted } = await db.one(sql.type(insertedRow)`
    with saved as (
      insert into allowance (user_id, exam_id, key, value, factor, reason, expires_at, granted_by, created, modified)
      values (${userId}, ${examId}, ${key}, ${value}, ${factor}, ${reason}, ${toTimestamp(expiresAt)}, ${by}, ${at}, ${at})
      on conflict on constraint allowance_unique do update set value = excluded.value, factor = excluded.factor,
        reason = excluded.reason, expires_at = excluded.expires_at, granted_by = excluded.granted_by,
        modified = excluded.modified
      returning xmax = 0 as inserted
    ), noted as (
      insert into allowance_act (at, verb, exam_id, user_id, key, value, factor, reason, actor_user_id)
      select ${at}, case when inserted then 'created' else 'updated' end, ${examId}, ${userId}, ${key}, ${value},
        ${factor}, ${reason}, ${by}
      from saved
    )
    select inserted from saved`);
  return inserted ? 'created' : 'updated';
}

const removedRow = rowOf({ removed: wholeNumber });

/** Removes one allowance, and notes who did; false when there was none. */
export async function deleteAllowance(
  db: CommonQueryMethods,
  { userId, examId, key }: Pick<AllowanceSetting, 'userId' | 'examId' | 'key'>,
  { at, by, reason = null }: Doing & { reason?: string | null },
): Promise<boolean> {
  const removed = await db.oneFirst(sql.type(removedRow)`
    with removed as (
      delete from allowance where user_id = ${userId} and exam_id = ${examId} and key = ${key} returning id
    ), noted as (
      insert into allowance_act (at, verb, exam_id, user_id, key, reason, actor_user_id)
      select ${toTimestamp(at)}, 'deleted', ${examId}, ${userId}, ${key}, ${reason}, ${by} from removed
    )
    select count(*) as removed from removed`);
  return removed > 0;
}
