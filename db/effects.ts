import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { subjectColumns, subjectShape, subjectTables, type EffectSubjectRow } from './effect-subjects.ts';
import { textOf } from './notes.ts';

export interface EffectRow {
  key: string;
  version: number;
  /** As the rules emitted it. */
  effect: unknown;
}

/** A planned effect, possibly one that the guard withholds. */
export interface PlannedEffectRow extends EffectRow {
  withheld: boolean;
}

/**
 * The part of a statement that records the intent of effects, in order, for the attempt whose id the part `written`
 * answers.
 */
export const insertEffects = (rows: readonly PlannedEffectRow[], at: number) => sql.fragment`
  insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at)
  select key, written.id, version, position, effect::jsonb,
    case when withheld then 'withheld' else 'pending' end, ${toTimestamp(at)}
  from written cross join ${sql.unnest(
    rows.map((row, position) => [row.key, row.version, position, JSON.stringify(row.effect), row.withheld]),
    ['text', 'int4', 'int4', 'text', 'bool'],
  )} as planned (key, version, position, effect, withheld)
  order by position
  on conflict (key) do nothing`;

const effectShape = { key: z.string(), version: wholeNumber, at: instant, effect: z.unknown() };

/** Effects that are not finished, in order, of the changes from version `from` on. */
export async function listPendingEffects(db: CommonQueryMethods, attemptCode: string, from: number) {
  return await db.any(sql.type(rowOf(effectShape))`
    select e.key, e.version, e.planned_at as at, e.effect from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.outcome = 'pending' and e.version >= ${from}
    order by e.version, e.position`);
}

const begunRow = rowOf({ ...subjectShape, number: wholeNumber });

/**
 * Notes that a try begins at `at` (epoch milliseconds). An earlier one that never ended was lost with its process: its
 * outcome is unknown from here on. Answers the number of the try, from 1, with what the effect is about, or null when
 * the effect is finished.
 */
export async function beginEffectTry(
  db: CommonQueryMethods,
  key: string,
  at: number,
): Promise<(EffectSubjectRow & { number: number }) | null> {
  return await db.maybeOne(sql.prepared('begin_effect_try', begunRow)`
    with begun as (
      update attempt_effect set tries = tries + 1 where key = ${key} and outcome = 'pending'
      returning key, attempt_id, tries
    ), lost as (
      update attempt_effect_try t set outcome = 'unknown'
      from begun where t.effect_key = begun.key and t.outcome = 'under_way'
    ), tried as (
      insert into attempt_effect_try (effect_key, number, began_at)
      select key, tries, ${toTimestamp(at)} from begun
    )
    select begun.tries as number, ${subjectColumns} from ${subjectTables} join begun on begun.attempt_id = attempt.id`);
}

/** How a try ended. `unknown`: nobody can tell whether the target accepted it. */
export interface EffectResult {
  outcome: 'done' | 'failed' | 'refused' | 'unknown';
  error: string | null;
  /** Epoch milliseconds. */
  at: number;
}

/** Notes how a try ended; `done` and `refused` finish the effect. A success that is reported late still counts. */
export async function endEffectTry(
  db: CommonQueryMethods,
  key: string,
  number: number,
  end: EffectResult,
): Promise<void> {
  const { outcome, error, at } = end;
  const finishes = outcome === 'done' || outcome === 'refused';
  const endedAt = toTimestamp(at);
  await db.query(sql.prepared('end_effect_try', none)`
    with ended as (
      update attempt_effect_try set outcome = ${outcome}, error = ${error}, ended_at = ${endedAt}
      where effect_key = ${key} and number = ${number}
    )
    update attempt_effect set
      outcome = case when ${finishes} then ${outcome} else outcome end, last_error = ${error},
      finished_at = case when ${finishes} then ${endedAt} else finished_at end
    where key = ${key} and (outcome = 'pending' or ${outcome === 'done'})`);
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
