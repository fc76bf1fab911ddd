import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';

const keySchema = z.object({ key: z.string() });

/** Keys of an attempt's effects that have not ended, one way or the other. */
export async function unfinishedOf(pool: DatabasePool, attemptCode: string): Promise<readonly string[]> {
  return await pool.anyFirst(sql.type(keySchema)`
    select e.key from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.outcome = 'pending'`);
}

/** Keys of what an attempt's LMS is to be told, in order. */
export async function lmsKeysOf(pool: DatabasePool, attemptCode: string): Promise<readonly string[]> {
  return await pool.anyFirst(sql.type(keySchema)`
    select e.key from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.effect ->> 'kind' !~ 'mail|vendor|siblings|blocked'
    order by e.version, e.position`);
}

const effectSchema = z.object({
  outcome: z.string(),
  tries: z.number(),
  error: z.string().nullable(),
  /** Outcomes of the tries in order. */
  log: z.array(z.string()),
});

export type EffectRecord = z.output<typeof effectSchema>;

/** What is on record about an effect, as a timeline shows it. */
export async function effectRecord(pool: DatabasePool, key: string): Promise<EffectRecord> {
  return await pool.one(sql.type(effectSchema)`
    select outcome, tries, last_error as error, coalesce((
      select jsonb_agg(t.outcome order by t.number) from attempt_effect_try t where t.effect_key = e.key
    ), '[]') as log
    from attempt_effect e where key = ${key}`);
}

/** Keys of an attempt's effects that the guard withheld, without code and version, in order. */
export async function withheldOf(pool: DatabasePool, attemptCode: string): Promise<string[]> {
  const keys = await pool.anyFirst(sql.type(keySchema)`
    select e.key from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.outcome = 'withheld' order by e.version, e.position`);
  return keys.map((key) => key.split('/').slice(2).join('/'));
}

const changeSchema = z.object({
  event: z.string(),
  to: z.string(),
  actor: z.string(),
  userId: z.number().nullable(),
  reason: z.string().nullable(),
});

/** The last recorded change of an attempt. */
export async function lastChange(pool: DatabasePool, attemptCode: string) {
  return await pool.one(sql.type(changeSchema)`
    select t.event, t.to_status as "to", t.actor_kind as actor, t.actor_user_id as "userId", t.reason
    from attempt_transition t join attempt a on a.id = t.attempt_id
    where a.attempt_code = ${attemptCode} order by t.version desc limit 1`);
}

/** Number of recorded changes of an attempt. */
export async function versionOf(pool: DatabasePool, attemptCode: string): Promise<number> {
  return await pool.oneFirst(sql.type(z.object({ version: z.number() }))`
    select version from attempt where attempt_code = ${attemptCode}`);
}

const codeSchema = z.object({ id: z.number(), code: z.string() });

/** The learner's only attempt on an exam. */
export async function onlyAttempt(pool: DatabasePool, examId: number, userId: number) {
  return await pool.one(sql.type(codeSchema)`
    select id, attempt_code as code from live_attempt where exam_id = ${examId} and user_id = ${userId}`);
}
