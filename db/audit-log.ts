import { sql, type CommonQueryMethods } from 'slonik';
import { none, toJson } from './columns.ts';

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
