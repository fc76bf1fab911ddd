import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { insertChanges, type ChangeRows } from './attempt-transitions.ts';
import type { ReservationRow } from './attempt-places.ts';
import { idRow, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { textOf } from './notes.ts';

const knownRow = rowOf({
  id: wholeNumber,
  attemptCode: z.string(),
  version: wholeNumber,
  /** Of the changes that are recorded. */
  versions: z.array(wholeNumber),
  /** By key: the outcome, and how often staff had it tried again. */
  effects: z.record(z.string(), z.object({ outcome: z.string(), reopenings: wholeNumber })),
  reviewRevision: wholeNumber.nullable(),
});

/** What is stored of an attempt, for the comparison with its workflow. */
export type KnownAttempt = z.output<typeof knownRow>;

/** What is stored of attempts, by their codes; places that are only reserved have version 0. */
export async function listForReprojection(db: CommonQueryMethods, attemptCodes: readonly string[]) {
  return await db.any(sql.type(knownRow)`
    select a.id, a.attempt_code, a.version,
      coalesce((select json_agg(t.version) from attempt_transition t where t.attempt_id = a.id), '[]') as versions,
      coalesce((
        select json_object_agg(e.key, json_build_object('outcome', e.outcome, 'reopenings', (
          select count(*) from attempt_effect_retry r where r.effect_key = e.key)))
        from attempt_effect e where e.attempt_id = a.id), '{}') as effects,
      (select revision from review where review.attempt_code = a.attempt_code) as review_revision
    from attempt a where a.attempt_code = any(${sql.array([...attemptCodes], 'text')})`);
}

/** Which of these people or exams are not here. */
export async function listMissing(db: CommonQueryMethods, table: 'person' | 'exam', ids: readonly number[]) {
  return await db.anyFirst(sql.type(idRow)`
    select id from unnest(${sql.array([...ids], 'int8')}) as given (id)
    except select id from ${sql.identifier([table])} order by id`);
}

/** An attempt that is not here, as it was registered. */
export interface UnknownAttempt extends ReservationRow {
  id: number;
  /** The vendor's latest id of the attempt. */
  vendorAttemptId: string | null;
  hasSecretLocator: boolean;
}

/**
 * Makes the row of an attempt, which takes no place: it counts as removed until it is projected. Does nothing if there is
 * one.
 */
export async function insertUnknownAttempt(db: CommonQueryMethods, row: UnknownAttempt): Promise<void> {
  const createdAt = toTimestamp(row.at);
  await db.query(sql.type(none)`
    insert into attempt (id, attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt, exam_type,
      backend, review_policy_id, exam_external_id, vendor_attempt_id, has_secret_locator, created, modified, deleted_at,
      version, state)
    select ${row.id}, ${row.attemptCode}, ${row.userId}::int8, exam.id, 'created', ${row.takingAsProctored}::bool,
      ${row.isSampleAttempt}::bool, ${row.examType}, ${row.backend}, ${row.reviewPolicyId}::int8,
      case when ${row.backend}::text is not null then exam.external_id end, ${row.vendorAttemptId},
      ${row.hasSecretLocator}::bool, ${createdAt}, ${createdAt}, ${createdAt}, 0, '{}'::jsonb
    from exam where exam.id = ${row.examId}
    on conflict (attempt_code) do nothing`);
}

/** Records changes of an attempt whose row is as new already. */
export async function insertMissedChanges(
  db: CommonQueryMethods,
  attemptId: number,
  changes: ChangeRows,
): Promise<void> {
  await db.query(sql.type(none)`
    with written as (select id from attempt where id = ${attemptId}), ${insertChanges(changes)} select`);
}

/** An effect as its workflow knows it; instants are epoch milliseconds. */
export interface ReprojectedEffect {
  key: string;
  attemptId: number;
  version: number;
  position: number;
  effect: unknown;
  outcome: 'pending' | 'done' | 'refused' | 'withheld';
  at: number;
  finishedAt: number | null;
}

const effectsOf = (effects: readonly ReprojectedEffect[]) => sql.fragment`
  select key, attempt_id, version, position, effect::jsonb as effect, outcome,
    ${toTimestamp(sql.fragment`at`)} as planned_at, ${toTimestamp(sql.fragment`finished`)} as finished_at,
    outcome in ('done', 'refused') as is_tried
  from ${sql.unnest(
    effects.map(({ key, attemptId, version, position, effect, outcome, at, finishedAt }) => [
      key,
      attemptId,
      version,
      position,
      JSON.stringify(effect),
      outcome,
      at,
      finishedAt,
    ]),
    ['text', 'int8', 'int4', 'int4', 'text', 'text', 'float8', 'float8'],
  )} as given (key, attempt_id, version, position, effect, outcome, at, finished)`;

/**
 * Records effects that are not here, in the order in which they were planned, and how pending ones ended. Of tries that
 * are not here, one stands for all.
 */
export async function saveReprojectedEffects(
  db: CommonQueryMethods,
  effects: readonly ReprojectedEffect[],
): Promise<void> {
  await db.query(sql.type(none)`
    with given as (${effectsOf(effects)}), planned as (
      insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at, finished_at, tries)
      select key, attempt_id, version, position, effect, outcome, planned_at, finished_at, is_tried::int
      from given order by planned_at, version, position
      on conflict (key) do nothing
      returning key
    ), settled as (
      update attempt_effect e set outcome = given.outcome, finished_at = given.finished_at,
        tries = tries + case when is_tried and not exists (
          select 1 from attempt_effect_try t where t.effect_key = e.key and t.number = e.tries and t.outcome = 'under_way')
          then 1 else 0 end
      from given where e.key = given.key and e.outcome = 'pending' and given.outcome <> 'pending'
      returning e.key, e.tries
    ), tried as (
      select key, 1 as number from planned union all select key, tries from settled
    )
    insert into attempt_effect_try (effect_key, number, began_at, ended_at, outcome)
    select key, number, planned_at, finished_at, outcome from tried join given using (key) where is_tried
    on conflict (effect_key, number) do update set ended_at = excluded.ended_at, outcome = excluded.outcome`);
}

/** A refused effect that staff had tried again; `at` in epoch milliseconds. */
export interface Reopened {
  key: string;
  actorKind: string;
  actorUserId: number | null;
  reason: string | null;
  noteId?: string | undefined;
  at: number;
}

/** Makes it pending again, with who asked. */
export async function saveReopening(db: CommonQueryMethods, reopened: Reopened): Promise<void> {
  const { key, actorKind, actorUserId, reason, noteId = null, at } = reopened;
  await db.query(sql.type(none)`
    with asked as (
      insert into attempt_effect_retry (effect_key, asked_at, actor_kind, actor_user_id, reason)
      values (${key}, ${toTimestamp(at)}, ${actorKind}, ${actorUserId}, ${textOf(noteId, reason)})
      on conflict do nothing returning effect_key
    )
    update attempt_effect e set outcome = 'pending', finished_at = null
    from asked where e.key = asked.effect_key and e.outcome = 'refused'`);
}

export interface MissedIgnoredEvent {
  attemptId: number;
  event: string;
  refusal: string;
  actorKind: string;
  actorUserId: number | null;
  at: number;
}

/** Records messages that changed nothing, unless they are here. */
export async function insertMissedIgnoredEvents(
  db: CommonQueryMethods,
  events: readonly MissedIgnoredEvent[],
): Promise<void> {
  await db.query(sql.type(none)`
    insert into attempt_ignored_event (attempt_id, event, refusal, actor_kind, actor_user_id, at)
    select attempt_id, event, refusal, actor_kind, actor_user_id, ${toTimestamp(sql.fragment`given.at`)}
    from ${sql.unnest(
      events.map(({ attemptId, event, refusal, actorKind, actorUserId, at }) => [
        attemptId,
        event,
        refusal,
        actorKind,
        actorUserId,
        at,
      ]),
      ['int8', 'text', 'text', 'text', 'int8', 'float8'],
    )} as given (attempt_id, event, refusal, actor_kind, actor_user_id, at)
    where not exists (
      select 1 from attempt_ignored_event known
      where known.attempt_id = given.attempt_id and known.event = given.event
        and known.at = ${toTimestamp(sql.fragment`given.at`)})
    order by given.at`);
}
