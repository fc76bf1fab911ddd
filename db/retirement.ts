import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';

const none = z.object({});
const backendRow = z.object({ backend: z.string() });

/** Back-ends that know the learner: those that his attempts were registered with, whatever became of the exams. */
export async function backendsOfLearner(db: CommonQueryMethods, userId: number): Promise<string[]> {
  const rows = await db.any(sql.type(backendRow)`
    select distinct backend from live_attempt
    where user_id = ${userId} and backend is not null and (taking_as_proctored or vendor_attempt_id is not null)
    order by backend`);
  return rows.map(({ backend }) => backend);
}

/**
 * Blanks what is personal: values of allowances and what reviews of the learner's attempts say, in the rows and in their
 * history. Nothing of it starts an effect. Repeatable.
 */
export async function blankPersonalData(pool: DatabasePool, userId: number): Promise<void> {
  const codes = sql.fragment`(select attempt_code from attempt where user_id = ${userId})`;
  await pool.transaction(async (tx) => {
    await tx.query(sql.type(none)`
      update review_comment set comment = '', status = ''
      where review_id in (select id from review where attempt_code in ${codes})`);
    await tx.query(sql.type(none)`
      update review set raw_data = '', encrypted_video_url = null
      where attempt_code in ${codes} and (raw_data <> '' or encrypted_video_url is not null)`);
    await tx.query(sql.type(none)`
      update review_history set raw_data = '', encrypted_video_url = null, comments = '[]'
      where attempt_code in ${codes}`);
    await tx.query(sql.type(none)`update allowance set value = '' where user_id = ${userId} and value <> ''`);
    await tx.query(sql.type(none)`
      update allowance_history set row_data = row_data || '{"value": ""}'
      where (row_data->>'user_id')::bigint = ${userId}`);
  });
}
