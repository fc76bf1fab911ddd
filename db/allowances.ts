import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { examGroup, examShape } from './exams.ts';

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

const insertedRow = rowOf({ inserted: z.boolean() });

/** Sets one allowance; returns whether it is new. */
export async function saveAllowance(
  db: CommonQueryMethods,
  allowance: { userId: number; examId: number; key: string; value: string; at: number },
): Promise<'created' | 'updated'> {
  const at = toTimestamp(allowance.at);
  const { inserted } = await db.one(sql.type(insertedRow)`
    insert into allowance (user_id, exam_id, key, value, created, modified)
    values (${allowance.userId}, ${allowance.examId}, ${allowance.key}, ${allowance.value}, ${at}, ${at})
    on conflict on constraint allowance_unique do update set value = excluded.value, modified = excluded.modified
    returning xmax = 0 as inserted`);
  return inserted ? 'created' : 'updated';
}

/** Removes one allowance; false when there was none. */
export async function deleteAllowance(
  db: CommonQueryMethods,
  allowance: { userId: number; examId: number; key: string },
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    delete from allowance
    where user_id = ${allowance.userId} and exam_id = ${allowance.examId} and key = ${allowance.key}`);
  return rowCount > 0;
}
