import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { EXAM_TYPES } from '../rules/exam.ts';
import { instant, none, place, rowOf, templateOf, wholeNumber } from './columns.ts';
import { provedRowOf } from './proved-rows.ts';

const LONGEST_COURSE = 255;

/** `dueDate` in epoch milliseconds, the limit in minutes. */
export const examShape = {
  id: wholeNumber,
  courseId: z.string(),
  contentId: z.string(),
  externalId: z.string().nullable(),
  examName: z.string(),
  timeLimitMins: wholeNumber,
  dueDate: instant.nullable(),
  isProctored: z.boolean(),
  isPracticeExam: z.boolean(),
  isActive: z.boolean(),
  hideAfterDue: z.boolean(),
  backend: z.string().nullable(),
  /** The type under which it was registered; null: its flags and its vendor say it. */
  type: z.enum(EXAM_TYPES).nullable(),
};

export const examRow = rowOf(examShape);

/** An exam as it is stored. */
export type Exam = z.output<typeof examRow>;

/** Select list of an exam alone. */
export const examColumns = sql.fragment`
  exam.id, exam.course_id, exam.content_id, exam.external_id, exam.exam_name, exam.time_limit_mins, exam.due_date,
  exam.is_proctored, exam.is_practice_exam, exam.is_active, exam.hide_after_due, exam.backend,
  exam.exam_type as type`;

/** The same as the group `exam` among the columns of other tables. */
export const examGroup = sql.fragment`
  exam.id as "exam.id", exam.course_id as "exam.course_id", exam.content_id as "exam.content_id",
  exam.external_id as "exam.external_id", exam.exam_name as "exam.exam_name",
  exam.time_limit_mins as "exam.time_limit_mins", exam.due_date as "exam.due_date",
  exam.is_proctored as "exam.is_proctored", exam.is_practice_exam as "exam.is_practice_exam",
  exam.is_active as "exam.is_active", exam.hide_after_due as "exam.hide_after_due", exam.backend as "exam.backend",
  exam.exam_type as "exam.type"`;

export function findExam(db: CommonQueryMethods, id: number): Promise<Exam | null> {
  return db.maybeOne(sql.prepared('exam', examRow)`select ${examColumns} from exam where id = ${id}`);
}

/** Those of the ids that there are, in no order. */
export function listExamsByIds(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly Exam[]> {
  return db.any(sql.type(examRow)`select ${examColumns} from exam where id = any(${sql.array(ids, 'int8')})`);
}

/** The courses, each once, that the exams of these ids belong to. */
export function listCoursesOfExams(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly string[]> {
  return db.anyFirst(sql.type(rowOf({ courseId: z.string() }))`
    select distinct course_id from exam where id = any(${sql.array(ids, 'int8')})`);
}

/** Whether there is any exam of the course, active or not. */
export async function hasExams(db: CommonQueryMethods, courseId: string): Promise<boolean> {
  if (courseId.length > LONGEST_COURSE) return false;
  return await db.exists(sql.type(none)`select 1 from exam where course_id = ${courseId}`);
}

const examByContent = templateOf(sql.prepared('exam_by_content', provedRowOf(examShape))`
  select ${examColumns} from exam where course_id = ${place(0)} and content_id = ${place(1)}`);

export function findExamByContent(db: CommonQueryMethods, courseId: string, contentId: string): Promise<Exam | null> {
  return db.maybeOne(examByContent(courseId, contentId));
}

const activeExamByContent = templateOf(sql.prepared('active_exam_by_content', provedRowOf(examShape))`
  select ${examColumns} from exam where content_id = ${place(0)} and is_active order by id desc limit 1`);

/** The active exam with that content, whatever its course: a usage key names the course too. */
export function findActiveExamByContent(db: CommonQueryMethods, contentId: string): Promise<Exam | null> {
  return db.maybeOne(activeExamByContent(contentId));
}

export async function listActiveExams(db: CommonQueryMethods, courseId: string): Promise<readonly Exam[]> {
  return await db.any(sql.type(examRow)`
    select ${examColumns} from exam where course_id = ${courseId} and is_active order by id`);
}

/** Inactive ones too. */
export async function listExamsOfCourse(db: CommonQueryMethods, courseId: string): Promise<readonly Exam[]> {
  return await db.any(sql.type(examRow)`select ${examColumns} from exam where course_id = ${courseId} order by id`);
}

/** Active exams that are proctored and practice, the newest first (rest-api §8). */
export async function listActivePracticeExams(db: CommonQueryMethods, courseId: string): Promise<readonly Exam[]> {
  return await db.any(sql.type(examRow)`
    select ${examColumns} from exam
    where course_id = ${courseId} and is_active and is_practice_exam and is_proctored
    order by created desc, id desc`);
}
