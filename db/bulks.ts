import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import type { ActWish } from '../rules/attempt/acts.ts';
import { REASON_CATEGORIES, STAFF_ROLES, type ReasonCategory, type StaffRole } from '../rules/attempt/events.ts';
import { instant, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';

const bulkRow = rowOf({
  id: z.string(),
  courseId: z.string(),
  wish: z.custom<ActWish>(),
  reason: z.string().nullable(),
  category: z.enum(REASON_CATEGORIES),
  byUserId: wholeNumber,
  /** User name and full name of who began it. */
  username: z.string().nullable(),
  fullName: z.string().nullable(),
  role: z.enum(STAFF_ROLES),
  begunAt: instant,
  undoUntil: instant.nullable(),
  finishedAt: instant.nullable(),
  sittingExamId: wholeNumber.nullable(),
});

/** A bulk act that has begun; instants in epoch milliseconds. */
export type Bulk = z.output<typeof bulkRow>;

/** Null while it is only a preview. */
export async function findBulk(db: CommonQueryMethods, id: string): Promise<Bulk | null> {
  return await db.maybeOne(sql.type(bulkRow)`
    select b.id, b.course_id, b.wish, b.reason, b.category, b.by_user_id, p.username, nullif(p.full_name, '') as full_name,
      b.role, b.begun_at, b.undo_until, b.finished_at, b.sitting_exam_id
    from bulk b left join person p on p.id = b.by_user_id
    where b.id = ${id} and b.begun_at is not null`);
}

/** What is asked for, and by whom; two that differ in nothing have the same fingerprint. */
export interface BulkWish {
  courseId: string;
  wish: ActWish;
  reason: string | null;
  category: ReasonCategory;
  by: { userId: number; role: StaffRole };
  fingerprint: string;
  /** The exam whose sitting it is for, those too who begin later; null where it is for the captured alone. */
  sittingExamId: number | null;
}

const PREVIEW_LASTS = sql.fragment`interval '1 hour'`;

/** Stores a preview with the attempts that it is for, in the order of their turns; forgets the person's old ones. */
export async function insertPreview(
  pool: DatabasePool,
  { id, at, attemptIds, ...wanted }: BulkWish & { id: string; at: number; attemptIds: readonly number[] },
): Promise<void> {
  const { courseId, wish, reason, category, by, fingerprint, sittingExamId } = wanted;
  await pool.transaction(async (tx) => {
    await tx.query(sql.type(none)`
      delete from bulk
      where by_user_id = ${by.userId} and begun_at is null and previewed_at < ${toTimestamp(at)} - ${PREVIEW_LASTS}`);
    await tx.query(sql.type(none)`
      insert into bulk (id, course_id, wish, reason, category, by_user_id, role, fingerprint, sitting_exam_id, previewed_at)
      values (${id}, ${courseId}, ${toJson(wish)}, ${reason}, ${category}, ${by.userId}, ${by.role}, ${fingerprint},
        ${sittingExamId}, ${toTimestamp(at)})`);
    await tx.query(sql.type(none)`
      insert into bulk_target (bulk_id, position, attempt_id)
      select ${id}, position, attempt_id
      from unnest(${sql.array(attemptIds, 'int8')}) with ordinality as target (attempt_id, position)`);
  });
}

const sizeRow = rowOf({ targets: wholeNumber, isBegun: z.boolean() });

/** The preview that a request confirms, with how many attempts it is for; null if there is none, or no longer. */
export async function findPreview(
  db: CommonQueryMethods,
  { id, at, by, courseId, fingerprint }: Pick<BulkWish, 'by' | 'courseId' | 'fingerprint'> & { id: string; at: number },
) {
  return await db.maybeOne(sql.type(sizeRow)`
    select b.begun_at is not null as is_begun,
      (select count(*)::int from bulk_target where bulk_id = b.id) as targets
    from bulk b
    where b.id = ${id} and b.by_user_id = ${by.userId} and b.course_id = ${courseId} and b.fingerprint = ${fingerprint}
      and (b.begun_at is not null or b.previewed_at > ${toTimestamp(at)} - ${PREVIEW_LASTS})`);
}

/** Makes a preview an act; false for a repeat, which changes nothing. */
export async function beginBulk(
  db: CommonQueryMethods,
  { id, at, undoUntil }: { id: string; at: number; undoUntil: number | null },
): Promise<boolean> {
  const begun = await db.maybeOne(sql.type(none)`
    update bulk set begun_at = ${toTimestamp(at)}, undo_until = ${toTimestamp(undoUntil)}
    where id = ${id} and begun_at is null returning id`);
  return begun !== null;
}

/** Notes that nothing is left to do, if that is so. */
export async function endBulk(db: CommonQueryMethods, id: string, at: number): Promise<void> {
  await db.query(sql.type(none)`
    update bulk set finished_at = ${toTimestamp(at)}
    where id = ${id} and finished_at is null
      and not exists (select 1 from bulk_target where bulk_id = ${id} and outcome in ('pending', 'undoing'))`);
}

/** Acts with something left to do that were asked for before `before`: whoever stored them may have crashed. */
export async function listUnfinishedBulks(db: CommonQueryMethods, before: number): Promise<readonly string[]> {
  return await db.anyFirst(sql.type(rowOf({ id: z.string() }))`
    select id from bulk where begun_at < ${toTimestamp(before)} and finished_at is null order by begun_at`);
}
