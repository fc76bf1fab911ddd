import { sql, type CommonQueryMethods } from 'slonik';
import { none, rowOf, toJson, wholeNumber } from './columns.ts';

const oneRow = rowOf({ one: wholeNumber });

/** What was read, by ids only. */
export interface ReadObject {
  course_id?: string;
  exam_id?: number;
  attempt_id?: number;
  user_id?: number;
}

export interface ReadRecord {
  requestId: string;
  /** Who read it. */
  userId: number;
  action: string;
  object: ReadObject;
}

export async function recordRead(
  db: CommonQueryMethods,
  { requestId, userId, action, object }: ReadRecord,
): Promise<void> {
  await db.query(sql.type(none)`
    insert into audit_log (request_id, user_id, action, object)
    values (${requestId}, ${userId}, ${action}, ${toJson(object)})`);
}

/** Deletes at most `limit` rows that are older than so many days; returns how many were deleted. */
export async function deleteOldReads(db: CommonQueryMethods, days: number, limit: number): Promise<number> {
  const gone = await db.any(sql.type(oneRow)`
    delete from audit_log where id in (
      select id from audit_log where at < now() - make_interval(days => ${days}) order by at limit ${limit})
    returning 1 as one`);
  return gone.length;
}
