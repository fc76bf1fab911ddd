import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { oneId } from './columns.ts';

const policyRow = z.object({ review_policy: z.string() });

/** Text of the exam's review policy; null when there is none. */
export async function findReviewPolicy(db: CommonQueryMethods, examId: number): Promise<string | null> {
  const row = await db.maybeOne(sql.type(policyRow)`select review_policy from review_policy where exam_id = ${examId}`);
  return row?.review_policy ?? null;
}

export interface PolicyWrite {
  examId: number;
  setByUserId: number;
  text: string;
  /** Epoch milliseconds. */
  at: number;
}

/** Sets the first policy of an exam; the constraint `review_policy_exam_unique` refuses a second one. */
export async function insertReviewPolicy(db: CommonQueryMethods, write: PolicyWrite): Promise<number> {
  const at = sql.timestamp(new Date(write.at));
  const row = await db.one(sql.type(oneId)`
    insert into review_policy (exam_id, set_by_user_id, review_policy, created, modified)
    values (${write.examId}, ${write.setByUserId}, ${write.text}, ${at}, ${at}) returning id`);
  return row.id;
}

/** Replaces the exam's policy; an empty text deletes it. False when there was none. */
export async function replaceReviewPolicy(db: CommonQueryMethods, write: PolicyWrite): Promise<boolean> {
  const { rowCount } =
    write.text === ''
      ? await db.query(sql.unsafe`delete from review_policy where exam_id = ${write.examId}`)
      : await db.query(sql.unsafe`
          update review_policy set review_policy = ${write.text}, set_by_user_id = ${write.setByUserId},
            modified = ${sql.timestamp(new Date(write.at))}
          where exam_id = ${write.examId}`);
  return rowCount > 0;
}
