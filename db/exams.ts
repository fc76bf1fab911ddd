import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, wholeNumber } from './columns.ts';

/** An exam as it is stored; `dueDate` and `created` in epoch milliseconds, the limit in minutes. */
export interface Exam {
  id: number;
  courseId: string;
  contentId: string;
  externalId: string | null;
  examName: string;
  timeLimitMins: number;
  dueDate: number | null;
  isProctored: boolean;
  isPracticeExam: boolean;
  isActive: boolean;
  hideAfterDue: boolean;
  backend: string | null;
}

const LONGEST_COURSE = 255;

export const examColumnsSchema = {
  exam_id: wholeNumber,
  exam_course_id: z.string(),
  exam_content_id: z.string(),
  exam_external_id: z.string().nullable(),
  exam_exam_name: z.string(),
  exam_time_limit_mins: z.number(),
  exam_due_date: instant.nullable(),
  exam_is_proctored: z.boolean(),
  exam_is_practice_exam: z.boolean(),
  exam_is_active: z.boolean(),
  exam_hide_after_due: z.boolean(),
  exam_backend: z.string().nullable(),
};
const prefixedExam = z.object(examColumnsSchema);

/** The exam within a row that was selected with `examColumns`. */
export function examOf(row: z.output<typeof prefixedExam>): Exam {
  return {
    id: row.exam_id,
    courseId: row.exam_course_id,
    contentId: row.exam_content_id,
    externalId: row.exam_external_id,
    examName: row.exam_exam_name,
    timeLimitMins: row.exam_time_limit_mins,
    dueDate: row.exam_due_date,
    isProctored: row.exam_is_proctored,
    isPracticeExam: row.exam_is_practice_exam,
    isActive: row.exam_is_active,
    hideAfterDue: row.exam_hide_after_due,
    backend: row.exam_backend,
  };
}

/** Select list of a table `exam`, prefixed so that it can be used alongside another table's columns. */
export const examColumns = sql.fragment`
  exam.id as exam_id, exam.course_id as exam_course_id, exam.content_id as exam_content_id,
  exam.external_id as exam_external_id, exam.exam_name as exam_exam_name,
  exam.time_limit_mins as exam_time_limit_mins, exam.due_date as exam_due_date,
  exam.is_proctored as exam_is_proctored, exam.is_practice_exam as exam_is_practice_exam,
  exam.is_active as exam_is_active, exam.hide_after_due as exam_hide_after_due, exam.backend as exam_backend`;

export const examRow = prefixedExam.transform(examOf);

export function findExam(db: CommonQueryMethods, id: number): Promise<Exam | null> {
  return db.maybeOne(sql.type(examRow)`select ${examColumns} from exam where id = ${id}`);
}

/** Those of the ids that there are, in no order. */
export function listExamsByIds(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly Exam[]> {
  return db.any(sql.type(examRow)`select ${examColumns} from exam where id = any(${sql.array(ids, 'int8')})`);
}

/** The courses, each once, that the exams of these ids belong to. */
export function listCoursesOfExams(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly string[]> {
  return db.anyFirst(sql.type(z.object({ course_id: z.string() }))`
    select distinct course_id from exam where id = any(${sql.array(ids, 'int8')})`);
}

/** Whether there is any exam of the course, active or not. */
export async function hasExams(db: CommonQueryMethods, courseId: string): Promise<boolean> {
  if (courseId.length > LONGEST_COURSE) return false;
  return await db.exists(sql.type(z.object({}))`select 1 from exam where course_id = ${courseId}`);
}

export function findExamByContent(db: CommonQueryMethods, courseId: string, contentId: string): Promise<Exam | null> {
  return db.maybeOne(sql.type(examRow)`
    select ${examColumns} from exam where course_id = ${courseId} and content_id = ${contentId}`);
}

export async function listActiveExams(db: CommonQueryMethods, courseId: string): Promise<readonly Exam[]> {
  return await db.any(sql.type(examRow)`
    select ${examColumns} from exam where course_id = ${courseId} and is_active order by id`);
}

/** Active exams that are proctored and practice, the newest first (rest-api §8). */
export async function listActivePracticeExams(db: CommonQueryMethods, courseId: string): Promise<readonly Exam[]> {
  return await db.any(sql.type(examRow)`
    select ${examColumns} from exam
    where course_id = ${courseId} and is_active and is_practice_exam and is_proctored
    order by created desc, id desc`);
}
