import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

export interface EffectRow {
  key: string;
  version: number;
  /** As the rules emitted it. */
  effect: unknown;
}

const none = z.object({});

/** Records the intent of effects, in order; those that the guard withholds are kept for the record. */
export async function insertEffects(
  db: CommonQueryMethods,
  attemptId: number,
  rows: readonly (EffectRow & { withheld: boolean })[],
  at: number,
): Promise<void> {
  if (rows.length === 0) return;
  await db.query(sql.type(none)`
    insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at)
    select key, ${attemptId}, version, position, effect::jsonb,
      case when withheld then 'withheld' else 'pending' end, to_timestamp(${at / 1000})
    from ${sql.unnest(
      rows.map((row, position) => [row.key, row.version, position, JSON.stringify(row.effect), row.withheld]),
      ['text', 'int4', 'int4', 'text', 'bool'],
    )} as planned (key, version, position, effect, withheld)
    on conflict (key) do nothing`);
}

const effectRow = z.object({ key: z.string(), version: z.number(), at: z.number(), effect: z.unknown() });

/** Effects that one change asked for and that are not finished, in order. */
export async function readPendingEffectsOf(db: CommonQueryMethods, attemptCode: string, version: number | null) {
  return await db.any(sql.type(effectRow)`
    select e.key, e.version, e.planned_at as at, e.effect from attempt_effect e join attempt a on a.id = e.attempt_id
    where a.attempt_code = ${attemptCode} and e.outcome = 'pending'
      and (${version}::int4 is null or e.version = ${version})
    order by e.version, e.position`);
}

/** Whether the effect is finished, so that a repeat need not be sent. */
export async function isEffectFinished(db: CommonQueryMethods, key: string): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 from attempt_effect where key = ${key} and outcome <> 'pending'`);
}

/** Notes that a try begins. */
export async function noteEffectTry(db: CommonQueryMethods, key: string, tries: number): Promise<void> {
  await db.query(sql.type(none)`update attempt_effect set tries = greatest(tries, ${tries}) where key = ${key}`);
}

/** Notes why a try failed; `refused` when there will be no other. */
export async function noteEffectFailure(
  db: CommonQueryMethods,
  key: string,
  failure: { tries: number; error: string; refused: boolean; at: number },
): Promise<void> {
  await db.query(sql.type(none)`
    update attempt_effect set tries = greatest(tries, ${failure.tries}), last_error = ${failure.error},
      outcome = case when ${failure.refused} then 'refused' else outcome end,
      finished_at = case when ${failure.refused} then to_timestamp(${failure.at / 1000}) else finished_at end
    where key = ${key} and outcome = 'pending'`);
}

/** Notes that effects took place. */
export async function noteEffectsDone(
  db: CommonQueryMethods,
  keys: readonly string[],
  done: { tries: number; at: number },
): Promise<void> {
  await db.query(sql.type(none)`
    update attempt_effect set outcome = 'done', tries = greatest(tries, ${done.tries}), last_error = null,
      finished_at = to_timestamp(${done.at / 1000})
    where key = any(${sql.array([...keys], 'text')})`);
}

/** Makes a refused effect of an attempt pending again; null when there is none of that key. */
export async function reopenEffect(db: CommonQueryMethods, attemptCode: string, key: string) {
  return await db.maybeOne(sql.type(effectRow)`
    update attempt_effect e set outcome = 'pending', finished_at = null
    from attempt a
    where a.id = e.attempt_id and a.attempt_code = ${attemptCode} and e.key = ${key} and e.outcome = 'refused'
    returning e.key, e.version, e.planned_at as at, e.effect`);
}
