import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { listAttemptsByIds, type Attempt } from './attempts.ts';
import { rowOf, wholeNumber } from './columns.ts';
import { isFoundBy } from './person-search.ts';

/** A learner's attempts on one exam, the newest first; the head is the newest. */
export interface AttemptGroup {
  head: Attempt;
  all: readonly Attempt[];
}

export interface GroupFilter {
  courseId: string;
  /** Part of a user name or email address, in any case; null: everybody. */
  search: string | null;
}

/** Rows from the newest on. */
export interface Slice {
  limit: number;
  offset: number;
}

const countRow = rowOf({ count: wholeNumber });
const idsRow = rowOf({ headId: wholeNumber, ids: z.array(wholeNumber) });

/** Groups of a course by day or minute, those included that the counts do not have yet; `since` and `until` bound them. */
function counted(
  courseId: string,
  unit: 'day' | 'minute',
  bounds: { since: FragmentSqlToken; until: FragmentSqlToken } | null = null,
) {
  const within = (column: FragmentSqlToken) =>
    bounds ? sql.fragment`${column} >= (${bounds.since}) and ${column} < (${bounds.until})` : sql.fragment`true`;
  return sql.fragment`
    select starts_at, count from attempt_group_count
    where course_id = ${courseId} and unit = ${unit} and ${within(sql.fragment`starts_at`)}
    union all
    select date_trunc(${unit}, head_created, 'UTC'), delta from attempt_group_change
    where course_id = ${courseId} and ${within(sql.fragment`head_created`)}`;
}

/** Groups of a course whose learner is found by a part of their name. */
function found(courseId: string, search: string) {
  return sql.fragment`
    from person join attempt_group on attempt_group.user_id = person.id
    where attempt_group.course_id = ${courseId} and ${isFoundBy(search)}`;
}

/**
 * How many groups a course has, which is exact and kept up with every change; `uncounted` of these changes are not in the
 * counts yet (see `updateGroupCounts`).
 */
export async function countGroupsOfCourse(
  db: CommonQueryMethods,
  courseId: string,
): Promise<{ count: number; uncounted: number }> {
  return await db.one(sql.type(rowOf({ count: wholeNumber, uncounted: wholeNumber }))`
    select coalesce(sum(count), 0)::int8 as count,
      (select count(*) from attempt_group_change where course_id = ${courseId}) as uncounted
    from (${counted(courseId, 'day')}) counted`);
}

/** How many groups a search finds; takes time in proportion to what it finds. */
export async function countGroupsFound(db: CommonQueryMethods, courseId: string, search: string): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) ${found(courseId, search)}`);
}

/** Of counted parts, the one with the row at `offset`, and how many rows are in the newer ones besides `newer`. */
const partAt = (parts: FragmentSqlToken, offset: number, newer: FragmentSqlToken) => sql.fragment`
  select starts_at, before from (
    select starts_at, sum(count) as rows, ${newer} + sum(sum(count)) over (order by starts_at desc) - sum(count) as before
    from (${parts}) counted group by starts_at) part
  where before + rows > ${offset} order by starts_at desc limit 1`;

/**
 * The minute in which the row at the offset is, by its end (`upto`), and how many rows of that minute come before it. Days and
 * then the minutes of one day are added up from the newest; however long the list is, that is a few thousand at most.
 */
function placeOf(courseId: string, offset: number) {
  const day = {
    since: sql.fragment`select starts_at from day`,
    until: sql.fragment`select starts_at + interval '1 day' from day`,
  };
  return sql.fragment`
    with day as (${partAt(counted(courseId, 'day'), offset, sql.fragment`0`)}),
      minute as (${partAt(counted(courseId, 'minute', day), offset, sql.fragment`(select before from day)`)})
    select starts_at + interval '1 minute' as upto, (${offset} - before)::int8 as skipped from minute`;
}

/** So far from the newest it takes less to skip rows than to find the place. */
const NEAR = 500;

/** The heads of one slice of the list, the newest first. */
function headsOf({ courseId, search }: GroupFilter, { limit, offset }: Slice) {
  if (search !== null)
    return sql.fragment`
      select attempt_group.user_id, exam_id, head_id, head_created ${found(courseId, search)}
      order by head_created desc, head_id desc limit ${limit} offset ${offset}`;
  const heads = sql.fragment`
    select user_id, exam_id, head_id, head_created from attempt_group where course_id = ${courseId}`;
  const inOrder = sql.fragment`order by head_created desc, head_id desc limit ${limit}`;
  if (offset <= NEAR) return sql.fragment`${heads} ${inOrder} offset ${offset}`;
  return sql.fragment`
    select head.* from (${placeOf(courseId, offset)}) place cross join lateral (
      ${heads} and head_created < place.upto ${inOrder} offset place.skipped) head`;
}

/** One slice of a course's attempts, grouped by learner and exam, the newest first. */
export async function listAttemptGroups(
  db: CommonQueryMethods,
  filter: GroupFilter,
  slice: Slice,
): Promise<AttemptGroup[]> {
  const heads = await db.any(sql.type(idsRow)`
    select head.head_id, array(
      select attempt.id from live_attempt attempt
      where attempt.user_id = head.user_id and attempt.exam_id = head.exam_id
      order by attempt.created desc, attempt.id desc) as ids
    from (${headsOf(filter, slice)}) head order by head.head_created desc, head.head_id desc`);
  const byId = new Map(
    (
      await listAttemptsByIds(
        db,
        heads.flatMap((row) => row.ids),
      )
    ).map((row) => [row.id, row]),
  );
  return heads.flatMap(({ headId, ids }) => {
    const head = byId.get(headId);
    const all = ids.flatMap((id) => byId.get(id) ?? []);
    return head ? [{ head, all }] : [];
  });
}

/**
 * Adds what has changed in the lists to their counts, at most `limit` changes at once; returns how many it was. Several
 * processes may do so at the same time.
 */
export async function updateGroupCounts(db: CommonQueryMethods, limit: number): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`
    with taken as (
      delete from attempt_group_change where ctid = any(array(
        select ctid from attempt_group_change limit ${limit} for update skip locked))
      returning course_id, head_created, delta
    ), added as (
      insert into attempt_group_count (course_id, unit, starts_at, count)
      select course_id, unit, date_trunc(unit, head_created, 'UTC') as starts_at, sum(delta)
      from taken cross join (values ('day'), ('minute')) units (unit)
      group by 1, 2, 3 having sum(delta) <> 0 order by 1, 2, 3
      on conflict (course_id, unit, starts_at) do update set count = attempt_group_count.count + excluded.count
    )
    select count(*) from taken`);
}
