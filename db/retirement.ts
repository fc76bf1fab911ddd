import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf } from './columns.ts';

const backendRow = rowOf({ backend: z.string() });

/** Back-ends that know the learner: those with which their attempts were registered, even if the exams have changed. */
export async function listBackendsOfLearner(db: CommonQueryMethods, userId: number): Promise<string[]> {
  const rows = await db.any(sql.type(backendRow)`
    select distinct backend from live_attempt
    where user_id = ${userId} and backend is not null and (taking_as_proctored or vendor_attempt_id is not null)
    order by backend`);
  return rows.map(({ backend }) => backend);
}

/** People retired within the given last milliseconds. */
export async function listRetiredPeople(db: CommonQueryMethods, lastMs: number): Promise<readonly number[]> {
  return await db.anyFirst(sql.type(idRow)`
    select id from person where retired_at > now() - make_interval(secs => ${lastMs / 1000})`);
}

const nameRow = rowOf({ username: z.string(), email: z.string() });

/** What is kept about a retired person: the id, with a meaningless name. Unknown people get a row as well. */
async function blankPerson(tx: CommonQueryMethods, userId: number): Promise<void> {
  const known = await tx.maybeOne(sql.type(nameRow)`
    select username, email from person where id = ${userId} and retired_at is null for update`);
  const name = `retired__${userId}`;
  await tx.query(sql.type(none)`
    insert into person (id, username, is_active, retired_at) values (${userId}, ${name}, false, now())
    on conflict (id) do update set username = excluded.username, email = '', full_name = '', is_active = false,
      is_staff = false, groups = '{}', retired_at = coalesce(person.retired_at, now()), modified = now()`);
  await tx.query(sql.type(none)`delete from saved_views where user_id = ${userId}`);
  await tx.query(sql.type(none)`
    delete from course_staff where user_id = ${userId} or username = ${known?.username ?? null}`);
  await tx.query(sql.type(none)`delete from idempotent_answer where caller = ${String(userId)}`);
  for (const text of known ? [known.username, known.email].filter(Boolean) : []) {
    await tx.query(sql.type(none)`
      delete from idempotent_answer
      where strpos(lower(body), lower(${text})) > 0 or strpos(lower(key), lower(${text})) > 0`);
  }
}

/** Texts by people and targets about the learner's attempts. */
async function blankFreeText(tx: CommonQueryMethods, userId: number): Promise<void> {
  const attempts = sql.fragment`(select id from attempt where user_id = ${userId})`;
  const effects = sql.fragment`(select key from attempt_effect where attempt_id in ${attempts})`;
  await tx.query(sql.type(none)`
    update attempt_transition set reason = null where attempt_id in ${attempts} and reason is not null`);
  await tx.query(sql.type(none)`
    update bulk set reason = null
    where reason is not null and id in (select bulk_id from bulk_target where attempt_id in ${attempts})`);
  await tx.query(sql.type(none)`
    update attempt_effect set last_error = null where attempt_id in ${attempts} and last_error is not null`);
  await tx.query(sql.type(none)`
    update attempt_effect_try set error = null where effect_key in ${effects} and error is not null`);
  await tx.query(sql.type(none)`
    update attempt_effect_retry set reason = null where effect_key in ${effects} and reason is not null`);
}

/**
 * Blanks what is personal: the person's name and address, values of allowances, what reviews of their attempts say and
 * why things were done, in the rows and in their history. This starts no effects and can be repeated.
 */
export async function blankPersonalData(pool: DatabasePool, userId: number): Promise<void> {
  const codes = sql.fragment`(select attempt_code from attempt where user_id = ${userId})`;
  await pool.transaction(async (tx) => {
    await blankPerson(tx, userId);
    await blankFreeText(tx, userId);
    await tx.query(sql.type(none)`update staff_note set text = '' where user_id = ${userId} and text <> ''`);
    await tx.query(sql.type(none)`
      update lti_report set reason = null where attempt_code in ${codes} and reason is not null`);
    await tx.query(sql.type(none)`delete from attempt_note where attempt_code in ${codes}`);
    await tx.query(sql.type(none)`
      update review_comment set comment = '', status = ''
      where review_id in (select id from review where attempt_code in ${codes})`);
    await tx.query(sql.type(none)`
      update review set raw_data = '', encrypted_video_url = null
      where attempt_code in ${codes} and (raw_data <> '' or encrypted_video_url is not null)`);
    await tx.query(sql.type(none)`
      update review_history set raw_data = '', encrypted_video_url = null, comments = '[]'
      where attempt_code in ${codes}`);
    await tx.query(sql.type(none)`
      update allowance set value = '', reason = null where user_id = ${userId} and (value <> '' or reason is not null)`);
    await tx.query(sql.type(none)`
      update allowance_act set value = case when value is not null then '' end, reason = null where user_id = ${userId}`);
    await tx.query(sql.type(none)`
      update allowance_history set row_data = row_data || '{"value": "", "reason": null}'
      where (row_data->>'user_id')::bigint = ${userId}`);
  });
}
