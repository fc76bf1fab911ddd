import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { listAttemptsByIds, type Attempt } from './attempts.ts';
import { rowOf, wholeNumber } from './columns.ts';

/** A learner's attempts on one exam, the newest first; the head is the newest that matched. */
export interface AttemptGroup {
  head: Attempt;
  all: readonly Attempt[];
}

export interface GroupFilter {
  courseId: string;
  /** Part of a user name or email address, in any case; null: everybody. */
  search: string | null;
}

const countRow = rowOf({ count: wholeNumber });
const idsRow = rowOf({ headId: wholeNumber, ids: z.array(wholeNumber) });

const live = sql.fragment`attempt.deleted_at is null and not attempt.registering`;

/** The newest live attempt of its learner and exam. */
const isHead = sql.fragment`not exists (
  select 1 from attempt newer
  where newer.user_id = attempt.user_id and newer.exam_id = attempt.exam_id and newer.deleted_at is null
    and not newer.registering and (newer.created, newer.id) > (attempt.created, attempt.id))`;

function matching(search: string | null) {
  if (search === null) return sql.fragment`true`;
  const pattern = `%${search.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
  return sql.fragment`exists (
    select 1 from person where person.id = attempt.user_id
      and (person.username ilike ${pattern} or person.email ilike ${pattern}))`;
}

export async function countAttemptGroups(db: CommonQueryMethods, filter: GroupFilter): Promise<number> {
  const { count } = await db.one(sql.type(countRow)`
    select count(*) from (
      select 1 from exam join attempt on attempt.exam_id = exam.id
      where exam.course_id = ${filter.courseId} and ${live} and ${matching(filter.search)}
      group by attempt.user_id, attempt.exam_id) attempt_group`);
  return count;
}

/**
 * One page of a course's attempts, grouped by learner and exam, the newest first. Each exam's index is walked from its
 * newest end only as far as the page reaches; whole rows are read for the page alone.
 */
export async function listAttemptGroups(
  db: CommonQueryMethods,
  filter: GroupFilter,
  page: { limit: number; offset: number },
): Promise<AttemptGroup[]> {
  const heads = await db.any(sql.type(idsRow)`
    with head as (
      select newest.* from exam cross join lateral (
        select attempt.id, attempt.user_id, attempt.exam_id, attempt.created from attempt
        where attempt.exam_id = exam.id and ${live} and ${matching(filter.search)} and ${isHead}
        order by attempt.created desc, attempt.id desc
        limit ${page.limit + page.offset}) newest
      where exam.course_id = ${filter.courseId}
      order by newest.created desc, newest.id desc
      limit ${page.limit} offset ${page.offset})
    select head.id as head_id, array(
      select attempt.id from attempt
      where attempt.user_id = head.user_id and attempt.exam_id = head.exam_id and ${live}
      order by attempt.created desc, attempt.id desc) as ids
    from head order by head.created desc, head.id desc`);
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
