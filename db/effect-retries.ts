import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

/** Which of the effects that are finished. */
export interface EffectChoice {
  /** What was refused is tried again, what is done is delivered again. */
  outcome: 'refused' | 'done';
  /** Only of this course; null: of all. */
  courseId: string | null;
  /** These, or all that match the rest. */
  keys?: readonly string[] | undefined;
  kinds: readonly string[];
  lastError?: string | undefined;
  /** Finished then or later, and before that; epoch milliseconds. */
  finished?: { from?: number | undefined; to: number } | undefined;
}

/** Who wants them tried or delivered again, and why. */
export interface RetryWish {
  /** Of the change that is recorded for it. */
  subject: string;
  actorKind: 'staff' | 'operator';
  actorUserId: number;
  reason: string | null;
  /** Epoch milliseconds. */
  at: number;
}

function chosen({ outcome, courseId, keys, kinds, lastError, finished }: EffectChoice): FragmentSqlToken {
  const conditions = [
    sql.fragment`e.outcome = ${outcome} and e.effect->>'kind' = any(${sql.array([...kinds], 'text')})`,
    courseId !== null && sql.fragment`exam.course_id = ${courseId}`,
    keys !== undefined && sql.fragment`e.key = any(${sql.array([...keys], 'text')})`,
    lastError !== undefined && sql.fragment`e.last_error = ${lastError}`,
    finished?.from !== undefined && sql.fragment`e.finished_at >= ${toTimestamp(finished.from)}`,
    finished !== undefined && sql.fragment`e.finished_at < ${toTimestamp(finished.to)}`,
  ].filter((condition) => condition !== false);
  return sql.fragment`
    attempt_effect e join attempt a on a.id = e.attempt_id join exam on exam.id = a.exam_id
    where ${sql.join(conditions, sql.fragment` and `)}`;
}

const countRow = rowOf({ count: wholeNumber });

/** How many there are. */
export async function countEffects(db: CommonQueryMethods, choice: EffectChoice): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) from ${chosen(choice)}`);
}

/**
 * Makes finished effects pending again, records who asked, and that their attempts have to be told: all or nothing. Two
 * requests for the same effects wait for each other, and the second finds none. Returns how many there were.
 */
export async function recordRetries(
  db: CommonQueryMethods,
  choice: EffectChoice,
  { subject, actorKind, actorUserId, reason, at }: RetryWish,
): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`
    with chosen as (
      select e.key from ${chosen(choice)} order by e.sequence for update of e
    ), reopened as (
      update attempt_effect e set outcome = 'pending', finished_at = null
      from chosen where e.key = chosen.key returning e.key
    ), asked as (
      insert into attempt_effect_retry (effect_key, asked_at, actor_kind, actor_user_id, reason)
      select key, ${toTimestamp(at)}, ${actorKind}, ${actorUserId}, ${reason} from reopened
      on conflict do nothing
    ), change as (
      insert into pending_change (subject, kind, payload, at)
      select ${subject}, 'effects-to-retry', ${toJson({})}, ${toTimestamp(at)}
      where exists (select 1 from reopened) returning id
    ), waiting as (
      insert into pending_retry (change_id, effect_key) select change.id, reopened.key from change cross join reopened
    )
    select count(*) from reopened`);
}

const retryRow = rowOf({ key: z.string(), attemptCode: z.string() });

/** Effects of the change whose attempts have not been told yet, in the order in which they were decided. */
export async function listPendingRetries(db: CommonQueryMethods, changeId: number, limit: number) {
  return await db.any(sql.type(retryRow)`
    select e.key, a.attempt_code
    from pending_retry p join attempt_effect e on e.key = p.effect_key join attempt a on a.id = e.attempt_id
    where p.change_id = ${changeId} order by e.sequence limit ${limit}`);
}

/** The attempt of that effect has been told. */
export async function deletePendingRetry(db: CommonQueryMethods, changeId: number, key: string): Promise<void> {
  await db.query(sql.type(none)`delete from pending_retry where change_id = ${changeId} and effect_key = ${key}`);
}
