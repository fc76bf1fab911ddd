import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf, toTimestamp } from './columns.ts';

const policyRow = rowOf({ reviewPolicy: z.string() });

/** Text of the exam's review policy; null when there is none. */
export async function findReviewPolicy(db: CommonQueryMethods, examId: number): Promise<string | null> {
  return await db.maybeOneFirst(sql.type(policyRow)`
    select review_policy from review_policy where exam_id = ${examId}`);
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
  const at = toTimestamp(write.at);
  return await db.oneFirst(sql.type(idRow)`
    insert into review_policy (exam_id, set_by_user_id, review_policy, created, modified)
    values (${write.examId}, ${write.setByUserId}, ${write.text}, ${at}, ${at}) returning id`);
}

/** Replaces the exam's policy; an empty text deletes it. False when there was none. */
export async function replaceReviewPolicy(db: CommonQueryMethods, write: PolicyWrite): Promise<boolean> {
  const { rowCount } =
    write.text === ''
      ? await db.query(sql.type(none)`delete from review_policy where exam_id = ${write.examId}`)
      : await db.query(sql.type(none)`
          update review_policy set review_policy = ${write.text}, set_by_user_id = ${write.setByUserId},
            modified = ${toTimestamp(write.at)}
          where exam_id = ${write.examId}`);
  return rowCount > 0;
}
