import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, wholeNumber } from './columns.ts';
import { isFoundBy } from './person-search.ts';

const allowanceRow = rowOf({
  id: wholeNumber,
  learner: z.object({ id: wholeNumber, username: z.string(), fullName: z.string() }),
  examId: wholeNumber,
  examName: z.string(),
  key: z.string(),
  value: z.string(),
  factor: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  expiresAt: instant.nullable(),
  usedBy: wholeNumber.nullable(),
});

/** An allowance with who granted it, why, and the attempt that began with it; instants in epoch milliseconds. */
export type CourseAllowanceRow = z.output<typeof allowanceRow>;

export interface CourseAllowanceFilter {
  courseId: string;
  id?: number | undefined;
  examId?: number | undefined;
  /** The key under which it is stored, and whether it was given as a multiplier. */
  key?: string | undefined;
  isFactor?: boolean | undefined;
  /** Part of a name or address. */
  search?: string | undefined;
  /** The id of the last one that was seen. */
  after: number;
}

/** Allowances of a course, in the order in which they were granted first. */
export async function listCourseAllowances(
  db: CommonQueryMethods,
  { courseId, id, examId, key, isFactor, search, after }: CourseAllowanceFilter,
  limit: number,
): Promise<readonly CourseAllowanceRow[]> {
  const conditions = [
    sql.fragment`exam.course_id = ${courseId} and allowance.id > ${after}`,
    id !== undefined && sql.fragment`allowance.id = ${id}`,
    examId !== undefined && sql.fragment`exam.id = ${examId}`,
    key !== undefined && sql.fragment`allowance.key = ${key}`,
    isFactor !== undefined && sql.fragment`(allowance.factor is not null) = ${isFactor}`,
    search !== undefined && isFoundBy(search),
  ].filter((condition) => condition !== false);
  return await db.any(sql.type(allowanceRow)`
    select allowance.id, person.id as "learner.id", person.username as "learner.username",
      person.full_name as "learner.full_name", exam.id as exam_id, exam.exam_name, allowance.key, allowance.value,
      allowance.factor, allowance.reason, giver.username as by, allowance.expires_at, (
        select attempt.id from live_attempt attempt
        where attempt.user_id = allowance.user_id and attempt.exam_id = allowance.exam_id
          and attempt.started_at is not null
        order by attempt.created desc, attempt.id desc limit 1) as used_by
    from allowance join person on person.id = allowance.user_id join exam on exam.id = allowance.exam_id
    left join person giver on giver.id = allowance.granted_by
    where ${sql.join(conditions, sql.fragment` and `)}
    order by allowance.id limit ${limit}`);
}

const storedRow = rowOf({
  examId: wholeNumber,
  userId: wholeNumber,
  key: z.string(),
  value: z.string(),
  factor: z.string().nullable(),
  reason: z.string().nullable(),
  expiresAt: instant.nullable(),
});

/** What these people have been granted in a course so far. */
export async function listStoredAllowances(db: CommonQueryMethods, courseId: string, userIds: readonly number[]) {
  return await db.any(sql.type(storedRow)`
    select exam_id, user_id, key, value, factor, reason, expires_at
    from allowance join exam on exam.id = allowance.exam_id
    where exam.course_id = ${courseId} and user_id = any(${sql.array([...userIds], 'int8')})`);
}
