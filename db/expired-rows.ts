import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { none } from './columns.ts';

/** What is deleted from a table once it is older than so many hours, by an indexed instant of its rows. */
export interface Expiry {
  table: string;
  instant: string;
  hours: number;
  /** Only these rows. */
  where?: FragmentSqlToken;
}

/** The statement that deletes at most `limit` of them, the oldest first. */
export function deletionOf({ table, instant, hours, where = sql.fragment`true` }: Expiry, limit: number) {
  const [rows, at] = [sql.identifier([table]), sql.identifier([instant])];
  return sql.fragment`
    delete from ${rows} where ctid = any(array(
      select ctid from ${rows} where ${at} < now() - make_interval(hours => ${hours}) and ${where}
      order by ${at} limit ${limit}))`;
}

/** Deletes at most `limit` of them; returns how many were deleted. */
export async function deleteExpired(db: CommonQueryMethods, expiry: Expiry, limit: number): Promise<number> {
  const { rowCount } = await db.query(sql.type(none)`${deletionOf(expiry, limit)}`);
  return rowCount;
}

/** For how long what grows for ever is kept. */
export interface Retention {
  auditLogDays: number;
  idempotentAnswerHours: number;
  heartbeatGapDays: number;
  ignoredEventDays: number;
  deliveredChangeDays: number;
  setAsideEventDays: number;
}

const DAY = 24;

/** A note is copied to the change that it explains, within minutes; a preview of a bulk act is good for an hour. */
const FIXED = { notes: 30 * DAY, previews: DAY };

/**
 * The one list of what is deleted for its age. Everything else that grows is what happened in exams and what people
 * decided, which appeals and audits ask for: attempts, their changes and effects with every try, reviews, the histories
 * of exams, allowances and policies, bulk acts, notes of staff and reports of tools. Nothing deletes those.
 */
export function listExpiries(keep: Retention): Expiry[] {
  const days = (count: number) => count * DAY;
  return [
    { table: 'idempotent_answer', instant: 'created', hours: keep.idempotentAnswerHours },
    { table: 'attempt_note', instant: 'created', hours: FIXED.notes },
    { table: 'audit_log', instant: 'at', hours: days(keep.auditLogDays) },
    { table: 'attempt_heartbeat_gap', instant: 'heard_again_at', hours: days(keep.heartbeatGapDays) },
    { table: 'heartbeat_outage', instant: 'ended_at', hours: days(keep.heartbeatGapDays) },
    { table: 'attempt_ignored_event', instant: 'at', hours: days(keep.ignoredEventDays) },
    {
      table: 'pending_change',
      instant: 'delivered_at',
      hours: days(keep.deliveredChangeDays),
      where: sql.fragment`delivered_at is not null`,
    },
    { table: 'event_set_aside', instant: 'at', hours: days(keep.setAsideEventDays) },
    { table: 'bulk', instant: 'previewed_at', hours: FIXED.previews, where: sql.fragment`begun_at is null` },
    { table: 'lti_launch', instant: 'expires_at', hours: 1 },
    { table: 'lti_used_token', instant: 'expires_at', hours: 1 },
  ];
}
