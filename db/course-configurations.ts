import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toTimestamp } from './columns.ts';

const configurationRow = rowOf({ backend: z.string().nullable(), escalationEmail: z.string().nullable() });

/** What the team of a course has chosen; without a back-end the course's exams are not taken here (edx-exams §1.2). */
export type CourseConfiguration = z.output<typeof configurationRow>;

/** Null for a course that was never configured. */
export function findCourseConfiguration(db: CommonQueryMethods, courseId: string): Promise<CourseConfiguration | null> {
  return db.maybeOne(sql.type(configurationRow)`
    select backend, escalation_email from course_configuration where course_id = ${courseId}`);
}

/** Saves it as of `at`, in epoch milliseconds. */
export async function saveCourseConfiguration(
  db: CommonQueryMethods,
  courseId: string,
  { backend, escalationEmail }: CourseConfiguration,
  at: number,
): Promise<void> {
  await db.query(sql.type(none)`
    insert into course_configuration (course_id, backend, escalation_email, created, modified)
    values (${courseId}, ${backend}, ${escalationEmail}, ${toTimestamp(at)}, ${toTimestamp(at)})
    on conflict (course_id) do update
      set backend = excluded.backend, escalation_email = excluded.escalation_email, modified = excluded.modified`);
}
