import { sql } from 'slonik';
import { toTimestamp } from './columns.ts';
import { insertEffects, type PlannedEffectRow } from './effects.ts';
import { textOf } from './notes.ts';

/** One change of an attempt, in its history. */
export interface TransitionRow {
  version: number;
  event: string;
  fromStatus: string | null;
  toStatus: string;
  actorKind: string;
  actorUserId: number | null;
  /** As what staff acted. */
  actorRole: string | null;
  reason: string | null;
  /** What the reason is about. */
  category: string | null;
  noteId: string | null;
  /** Given for an incident. */
  minutes: number | null;
  /** End of the clock after the change; null while it does not run. */
  endsAt: number | null;
  /** Of the API's request that it came from. */
  requestId: string | null;
  /** Of the bulk act that it belongs to. */
  bulkId: string | null;
  /** What the learner's clock said, in seconds; null before the start. */
  clockSeconds: number | null;
  at: number;
}

/** What is written with a row: its history and the intent of its effects. */
export interface ChangeRows {
  transitions: readonly TransitionRow[];
  effects: readonly PlannedEffectRow[];
}

/** Why a bulk act was done, unless the step takes it back. */
const reasonOfBulk = sql.fragment`(select bulk.reason from bulk where bulk.id = bulk_id::uuid and event <> 'undo')`;

/** The parts of a statement that record them for the attempt whose id the part `written` answers. */
export const insertChanges = ({ transitions, effects }: ChangeRows) => sql.fragment`
  recorded as (
    insert into attempt_transition
      (attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, actor_role, reason, category,
        minutes, ends_at, request_id, bulk_id, clock_seconds, at)
    select attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, actor_role,
      coalesce(${textOf(sql.fragment`note_id`, sql.fragment`reason`)}, ${reasonOfBulk}), category, minutes, ${toTimestamp(sql.fragment`ends_at`)},
      request_id, bulk_id::uuid, clock_seconds, ${toTimestamp(sql.fragment`at`)}
    from (select id as attempt_id from written) as owner cross join ${sql.unnest(
      transitions.map((row) => [
        row.version,
        row.event,
        row.fromStatus,
        row.toStatus,
        row.actorKind,
        row.actorUserId,
        row.actorRole,
        row.reason,
        row.noteId,
        row.category,
        row.minutes,
        row.endsAt,
        row.requestId,
        row.bulkId,
        row.clockSeconds,
        row.at,
      ]),
      [
        'int4',
        'text',
        'text',
        'text',
        'text',
        'int8',
        'text',
        'text',
        'text',
        'text',
        'int4',
        'float8',
        'text',
        'text',
        'float8',
        'float8',
      ],
    )} as change (version, event, from_status, to_status, actor_kind, actor_user_id, actor_role, reason, note_id,
      category, minutes, ends_at, request_id, bulk_id, clock_seconds, at)
  ), ${insertEffects(effects)}`;
