import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { ActWish } from '../rules/attempt/acts.ts';
import { REASON_CATEGORIES, STAFF_ROLES } from '../rules/attempt/events.ts';
import { instant, none, rowOf, toMillis, toTimestamp, wholeNumber } from './columns.ts';

/** What was done to a sitting and holds for those who begin later. */
export const hold = z.object({
  bulkId: z.string(),
  wish: z.custom<ActWish>(),
  category: z.enum(REASON_CATEGORIES),
  userId: wholeNumber,
  role: z.enum(STAFF_ROLES),
  from: instant,
  until: instant,
});

/** Those of the row of `exam`, in their order; null if there are none. */
export const holdsOfExam = sql.fragment`(
  select jsonb_agg(jsonb_build_object('bulkId', b.id, 'wish', b.wish, 'category', b.category, 'userId', b.by_user_id,
    'role', b.role, 'from', ${toMillis(sql.fragment`h.from_at`)}, 'until', ${toMillis(sql.fragment`h.until_at`)})
    order by h.from_at)
  from sitting_hold h join bulk b on b.id = h.bulk_id where h.exam_id = exam.id)`;

/** Since when a sitting of the exams is paused at `now`; null if none is. */
export const sittingPausedSince = (examIds: readonly number[], now: number): FragmentSqlToken => sql.fragment`
  select min(h.from_at) from sitting_hold h join bulk b on b.id = h.bulk_id
  where h.exam_id = any(${sql.array(examIds, 'int8')}) and b.wish->>'act' = 'pause'
    and h.from_at <= ${toTimestamp(now)} and ${toTimestamp(now)} < h.until_at`;

const pausedRow = rowOf({ pausedSince: instant.nullable() });

/** Since when a sitting of the exam is paused at `now`; null if none is. */
export async function readPausedSince(db: CommonQueryMethods, examId: number, now: number): Promise<number | null> {
  const { pausedSince } = await db.one(
    sql.type(pausedRow)`select (${sittingPausedSince([examId], now)}) as paused_since`,
  );
  return pausedSince;
}

/** From now on the act holds for those who begin later, until then; forgets what no longer holds. */
export async function insertHold(
  db: CommonQueryMethods,
  { bulkId, examId, from, until }: { bulkId: string; examId: number; from: number; until: number },
): Promise<void> {
  await db.query(sql.type(none)`
    delete from sitting_hold where exam_id = ${examId} and until_at < ${toTimestamp(from)} - interval '1 hour'`);
  await db.query(sql.type(none)`
    insert into sitting_hold (bulk_id, exam_id, from_at, until_at)
    values (${bulkId}, ${examId}, ${toTimestamp(from)}, ${toTimestamp(until)}) on conflict do nothing`);
}

/** Ends the pauses of an exam's sitting. */
export async function endPauses(db: CommonQueryMethods, examId: number, at: number): Promise<void> {
  await db.query(sql.type(none)`
    update sitting_hold h set until_at = ${toTimestamp(at)} from bulk b
    where b.id = h.bulk_id and h.exam_id = ${examId} and b.wish->>'act' = 'pause' and h.until_at > ${toTimestamp(at)}`);
}

/** What the act did no longer holds for those who begin later. */
export async function endHold(db: CommonQueryMethods, bulkId: string, at: number): Promise<void> {
  await db.query(sql.type(none)`
    update sitting_hold set until_at = ${toTimestamp(at)}
    where bulk_id = ${bulkId} and until_at > ${toTimestamp(at)}`);
}
