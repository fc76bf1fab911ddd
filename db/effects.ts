import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { joinSubject, subjectColumns, subjectShape } from './effect-subjects.ts';
import { textOf } from './notes.ts';

export interface EffectRow {
  key: string;
  version: number;
  /** Instant of the change, epoch milliseconds. */
  at: number;
  /** As the rules emitted it. */
  effect: unknown;
}

/** A planned effect, possibly one that the guard withholds. */
export interface PlannedEffectRow extends EffectRow {
  withheld: boolean;
  /** When its first try begins, if that follows at once; epoch milliseconds. */
  begunAt: number | null;
}

/**
 * The parts of a statement that record the intent of effects, in order, for the attempt whose id the part `written`
 * answers, and the first try of those that begin at once.
 */
export const insertEffects = (rows: readonly PlannedEffectRow[]) => sql.fragment`
  intent as (
    select * from ${sql.unnest(
      rows.map(({ key, version, effect, withheld, at, begunAt }, position) => [
        key,
        version,
        position,
        JSON.stringify(effect),
        withheld,
        at,
        begunAt,
      ]),
      ['text', 'int4', 'int4', 'text', 'bool', 'float8', 'float8'],
    )} as intent (key, version, position, effect, withheld, at, begun_at)
  ), planned as (
    insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at, tries)
    select key, attempt_id, version, position, effect::jsonb,
      case when withheld then 'withheld' else 'pending' end, ${toTimestamp(sql.fragment`at`)},
      case when begun_at is null then 0 else 1 end
    from (select id as attempt_id from written) as owner cross join intent
    order by position
    on conflict (key) do nothing
    returning key
  ), begun as (
    insert into attempt_effect_try (effect_key, number, began_at)
    select key, 1, ${toTimestamp(sql.fragment`begun_at`)} from planned join intent using (key)
    where begun_at is not null
  )`;

const effectShape = { key: z.string(), version: wholeNumber, at: instant, effect: z.unknown() };

/** Effects that are not finished, in order, of the changes from version `from` on. */
export async function listPendingEffects(db: CommonQueryMethods, attemptCode: string, from: number) {
  return await db.any(sql.type(rowOf(effectShape))`
    select e.key, e.version, e.planned_at as at, e.effect from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.outcome = 'pending' and e.version >= ${from}
    order by e.version, e.position`);
}

/** The pending effects of a change are not carried out: it was undone at `at` (epoch milliseconds). */
export async function withholdEffects(
  db: CommonQueryMethods,
  { attemptCode, version, at }: { attemptCode: string; version: number; at: number },
): Promise<void> {
  await db.query(sql.type(none)`
    update attempt_effect e set outcome = 'withheld', finished_at = ${toTimestamp(at)}
    from attempt a
    where a.attempt_code = ${attemptCode} and e.attempt_id = a.id and e.version = ${version} and e.outcome = 'pending'`);
}

const begunRow = rowOf({ ...subjectShape, key: z.string(), number: wholeNumber });

/** A try that has begun: the key of its effect, its number from 1, and what the effect is about. */
export type BegunTry = z.output<typeof begunRow>;

/**
 * Notes that a try of each effect begins at `at` (epoch milliseconds). An earlier one that never ended was lost with its
 * process: its outcome is unknown from here on. Answers nothing for an effect that is finished.
 */
export async function beginEffectTries(
  db: CommonQueryMethods,
  keys: readonly string[],
  at: number,
): Promise<readonly BegunTry[]> {
  const given = sql.array([...keys], 'text');
  return await db.any(sql.prepared('begin_effect_tries', begunRow)`
    with begun as (
      update attempt_effect set tries = tries + 1 where key = any(${given}) and outcome = 'pending'
      returning key, attempt_id, tries
    ), lost as (
      update attempt_effect_try t set outcome = 'unknown'
      from begun where t.effect_key = any(${given}) and t.effect_key = begun.key and t.outcome = 'under_way'
    ), tried as (
      insert into attempt_effect_try (effect_key, number, began_at)
      select key, tries, ${toTimestamp(at)} from begun
    )
    select begun.key, begun.tries as number, ${subjectColumns}
    from attempt ${joinSubject} join begun on begun.attempt_id = attempt.id
    where attempt.id = any(array(select attempt_id from begun))`);
}

const keyRow = rowOf({ key: z.string() });

/** Those of these effects that are not recorded, finished or not. */
export async function listUnknownEffects(db: CommonQueryMethods, keys: readonly string[]): Promise<readonly string[]> {
  return await db.anyFirst(sql.type(keyRow)`
    select key from unnest(${sql.array([...keys], 'text')}) as given (key) except select key from attempt_effect
    where key = any(${sql.array([...keys], 'text')})`);
}

/** How tries end. `unknown`: nobody can tell whether the target accepted it; `withheld`: it does not want it. */
export const EFFECT_OUTCOMES = ['done', 'failed', 'refused', 'unknown', 'withheld'] as const;

/** How a try ended. */
export interface EffectResult {
  outcome: (typeof EFFECT_OUTCOMES)[number];
  error: string | null;
  /** Epoch milliseconds. */
  at: number;
}

/** The end of one try; without a result, it did not take place after all. */
export interface TryEnd {
  key: string;
  number: number;
  result: EffectResult | null;
}

/**
 * Notes how tries ended; `done`, `refused` and `withheld` finish the effect. What was withheld was not tried. A success
 * that is reported late still counts.
 */
export async function endEffectTries(db: CommonQueryMethods, ends: readonly TryEnd[]): Promise<void> {
  const rows = ends.map(({ key, number, result }) => [
    key,
    number,
    result?.outcome ?? null,
    result?.error ?? null,
    result?.at ?? null,
  ]);
  const given = sql.array(
    ends.map(({ key }) => key),
    'text',
  );
  await db.query(sql.prepared('end_effect_tries', none)`
    with ending as (
      select key, number, outcome, error, ${toTimestamp(sql.fragment`at`)} as at,
        outcome in ('done', 'refused', 'withheld') as finishes, coalesce(outcome = 'withheld', true) as untried
      from ${sql.unnest(rows, ['text', 'int4', 'text', 'text', 'float8'])} as ending (key, number, outcome, error, at)
    ), ended as (
      update attempt_effect_try t set outcome = ending.outcome, error = ending.error, ended_at = ending.at
      from ending
      where t.effect_key = any(${given}) and t.effect_key = ending.key and t.number = ending.number and not untried
    ), noted as (
      update attempt_effect e set
        tries = case when untried then tries - 1 else tries end,
        outcome = case when finishes then ending.outcome else e.outcome end,
        last_error = case when ending.outcome is null then last_error else error end,
        finished_at = case when finishes then ending.at else finished_at end
      from ending
      where e.key = any(${given}) and e.key = ending.key and case when untried then e.tries = ending.number and e.outcome = 'pending'
        else e.outcome = 'pending' or ending.outcome = 'done' end
      returning e.key, ending.number, untried
    )
    delete from attempt_effect_try t using noted
    where t.effect_key = any(${given}) and untried and t.effect_key = noted.key and t.number = noted.number`);
}

/** Who wants a refused effect retried, and why. */
export interface Reopening {
  attemptCode: string;
  key: string;
  actorKind: string;
  actorUserId: number | null;
  reason: string | null;
  noteId?: string;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * Makes a refused effect of an attempt pending again, records who asked, and returns it; an effect that is already
 * pending is returned as it is. Null if there is neither with that key.
 */
export async function reopenEffect(db: CommonQueryMethods, wish: Reopening) {
  const { attemptCode, key, actorKind, actorUserId, reason, noteId = null, at } = wish;
  return await db.maybeOne(sql.type(rowOf({ ...effectShape, wasRefused: z.boolean() }))`
    with found as (
      select e.key, e.outcome from attempt_effect e join attempt a on a.id = e.attempt_id
      where a.attempt_code = ${attemptCode} and e.key = ${key} and e.outcome in ('refused', 'pending')
      for update of e
    ), asked as (
      insert into attempt_effect_retry (effect_key, asked_at, actor_kind, actor_user_id, reason)
      select key, ${toTimestamp(at)}, ${actorKind}, ${actorUserId}, ${textOf(noteId, reason)} from found
        where outcome = 'refused'
      on conflict do nothing
    )
    update attempt_effect e set outcome = 'pending', finished_at = null
    from found
    where e.key = found.key
    returning e.key, e.version, e.planned_at as at, e.effect, found.outcome = 'refused' as was_refused`);
}
