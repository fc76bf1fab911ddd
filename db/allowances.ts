import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, wholeNumber } from './columns.ts';
import { examColumns, examColumnsSchema, examOf, type Exam } from './exams.ts';
import { readExtraMinutes } from '../rules/attempt/minutes.ts';

/** Extra time, in minutes as digits. */
export const ADDITIONAL_TIME = 'additional_time_granted';
/** Free text for the vendor. */
export const POLICY_EXCEPTION = 'review_policy_exception';

export interface Allowance {
  id: number;
  created: number;
  modified: number;
  user: { id: number; username: string; email: string };
  key: string;
  value: string;
  exam: Exam;
}

const allowanceRow = z
  .object({
    id: wholeNumber,
    created: instant,
    modified: instant,
    user_id: wholeNumber,
    username: z.string(),
    email: z.string(),
    key: z.string(),
    value: z.string(),
    ...examColumnsSchema,
  })
  .transform((row): Allowance => ({
    id: row.id,
    created: row.created,
    modified: row.modified,
    user: { id: row.user_id, username: row.username, email: row.email },
    key: row.key,
    value: row.value,
    exam: examOf(row),
  }));

const selection = sql.fragment`
  select allowance.id, allowance.created, allowance.modified, allowance.key, allowance.value,
    person.id as user_id, person.username, person.email, ${examColumns}
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

const valueRow = z.object({ value: z.string() });

/** The learner's extra minutes on an exam; 0 if there are none, or if the value was erased. */
export async function readExtraTime(db: CommonQueryMethods, userId: number, examId: number): Promise<number> {
  const row = await db.maybeOne(sql.type(valueRow)`
    select value from allowance where user_id = ${userId} and exam_id = ${examId} and key = ${ADDITIONAL_TIME}`);
  return readExtraMinutes(row?.value) ?? 0;
}

const insertedRow = z.object({ inserted: z.boolean() });

/** Sets one allowance; returns whether it is new. */
export async function saveAllowance(
  db: CommonQueryMethods,
  allowance: { userId: number; examId: number; key: string; value: string; at: number },
): Promise<'created' | 'updated'> {
  const at = sql.timestamp(new Date(allowance.at));
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
  const { rowCount } = await db.query(sql.unsafe`
    delete from allowance
    where user_id = ${allowance.userId} and exam_id = ${allowance.examId} and key = ${allowance.key}`);
  return rowCount > 0;
}
