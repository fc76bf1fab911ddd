import { sql, type CommonQueryMethods } from 'slonik';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { isFoundBy } from './person-search.ts';

const placeRow = rowOf({ id: wholeNumber, examId: wholeNumber, created: instant });

/** The place of a learner's newest attempt in the list of a course; `created` in epoch milliseconds. */
export interface CourseAttemptPlace {
  id: number;
  examId: number;
  created: number;
}

export interface CourseAttemptFilter {
  courseId: string;
  examId?: number | undefined;
  status?: string | undefined;
  /** Part of a user name or email address, in any case. */
  search?: string | undefined;
  /** The last one that was seen. */
  after?: Pick<CourseAttemptPlace, 'id' | 'created'> | undefined;
}

/** The newest attempts of a course's learners on its exams, the newest first. */
export async function listCourseAttempts(
  db: CommonQueryMethods,
  { courseId, examId, status, search, after }: CourseAttemptFilter,
  limit: number,
): Promise<readonly CourseAttemptPlace[]> {
  const conditions = [
    sql.fragment`g.course_id = ${courseId}`,
    examId !== undefined && sql.fragment`g.exam_id = ${examId}`,
    status !== undefined && sql.fragment`a.status = ${status}`,
    search !== undefined && isFoundBy(search),
    after !== undefined && sql.fragment`(g.head_created, g.head_id) < (${toTimestamp(after.created)}, ${after.id})`,
  ].filter((condition) => condition !== false);
  return await db.any(sql.type(placeRow)`
    select g.head_id as id, g.exam_id, g.head_created as created
    from attempt_group g join attempt a on a.id = g.head_id join person on person.id = g.user_id
    where ${sql.join(conditions, sql.fragment` and `)}
    order by g.head_created desc, g.head_id desc limit ${limit}`);
}
