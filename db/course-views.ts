import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf, wholeNumber } from './columns.ts';
import type { SavedView } from './saved-views.ts';

const courseViewRow = rowOf({
  id: wholeNumber,
  name: z.string(),
  query: z.string(),
  sharer: z.object({ id: wholeNumber, username: z.string(), fullName: z.string() }),
});

/** A way to see boards that somebody has shared with the team of a course. */
export type CourseView = z.output<typeof courseViewRow>;

const MOST_VIEWS = 30;

/** The views of a course by name, or the one with that id. */
export async function listCourseViews(
  db: CommonQueryMethods,
  courseId: string,
  id: number | null = null,
): Promise<readonly CourseView[]> {
  return await db.any(sql.type(courseViewRow)`
    select course_view.id, name, query,
      person.id as "sharer.id", person.username as "sharer.username", person.full_name as "sharer.full_name"
    from course_view join person on person.id = shared_by
    where course_id = ${courseId} and (${id}::bigint is null or course_view.id = ${id})
    order by name, course_view.id`);
}

export interface ViewToShare extends SavedView {
  courseId: string;
  /** Id of the person who shares it. */
  by: number;
  /** Whether they may replace what others have shared. */
  mayReplaceAny: boolean;
}

/**
 * Shares a view under its name, in place of one that has the name and may be replaced. Answers its id; null if the name
 * is somebody else's, or the course has all the views that it can have.
 */
export async function saveCourseView(
  db: CommonQueryMethods,
  { courseId, name, query, by, mayReplaceAny }: ViewToShare,
): Promise<number | null> {
  const row = await db.maybeOne(sql.type(idRow)`
    insert into course_view (course_id, name, query, shared_by)
    select ${courseId}, ${name}, ${query}, ${by}
    where (select count(*) from course_view where course_id = ${courseId} and name <> ${name}) < ${MOST_VIEWS}
    on conflict (course_id, name) do update set query = excluded.query, modified = now()
      where course_view.shared_by = excluded.shared_by or ${mayReplaceAny}
    returning id`);
  return row?.id ?? null;
}

/** Takes a view from the course. */
export async function deleteCourseView(db: CommonQueryMethods, courseId: string, id: number): Promise<void> {
  await db.query(sql.type(none)`delete from course_view where id = ${id} and course_id = ${courseId}`);
}
