import { sql, type CommonQueryMethods, type DatabaseTransactionConnection } from 'slonik';
import { none, toTimestamp } from './columns.ts';
import { examColumns, examRow, type Exam } from './exams.ts';

export type NewExam = Omit<Exam, 'id'>;
export type ExamChanges = Partial<Omit<NewExam, 'courseId' | 'contentId'>>;

/** Inserts an exam; the constraint `exam_content_unique` refuses a second one for the same content. */
export function insertExam(db: CommonQueryMethods, exam: NewExam, at: number): Promise<Exam> {
  return db.one(sql.type(examRow)`
    insert into exam (course_id, content_id, external_id, exam_name, time_limit_mins, due_date, is_proctored,
      is_practice_exam, is_active, hide_after_due, backend, exam_type, created, modified)
    values (${exam.courseId}, ${exam.contentId}, ${exam.externalId}, ${exam.examName}, ${exam.timeLimitMins},
      ${toTimestamp(exam.dueDate)}, ${exam.isProctored}, ${exam.isPracticeExam}, ${exam.isActive}, ${exam.hideAfterDue},
      ${exam.backend}, ${exam.type}, ${toTimestamp(at)}, ${toTimestamp(at)})
    returning ${examColumns}`);
}

/** The row as it is, held until the end of the transaction. */
export function lockExam(tx: DatabaseTransactionConnection, id: number): Promise<Exam | null> {
  return tx.maybeOne(sql.type(examRow)`select ${examColumns} from exam where id = ${id} for update`);
}

/** All exams of a course, held until the end of the transaction, so that two registrations follow one another. */
export async function lockExamsOfCourse(tx: DatabaseTransactionConnection, courseId: string): Promise<readonly Exam[]> {
  await tx.query(sql.type(none)`select pg_advisory_xact_lock(hashtextextended(${'course:' + courseId}, 0))`);
  return await tx.any(sql.type(examRow)`
    select ${examColumns} from exam where course_id = ${courseId} order by id for update`);
}

/** Writes `before` with `changes` over it. */
export function updateExam(
  tx: DatabaseTransactionConnection,
  before: Exam,
  changes: ExamChanges,
  at: number,
): Promise<Exam> {
  const exam = { ...before, ...changes };
  return tx.one(sql.type(examRow)`
    update exam set external_id = ${exam.externalId}, exam_name = ${exam.examName},
      time_limit_mins = ${exam.timeLimitMins}, due_date = ${toTimestamp(exam.dueDate)},
      is_proctored = ${exam.isProctored}, is_practice_exam = ${exam.isPracticeExam}, is_active = ${exam.isActive},
      hide_after_due = ${exam.hideAfterDue}, backend = ${exam.backend}, exam_type = ${exam.type},
      modified = ${toTimestamp(at)}
    where id = ${before.id}
    returning ${examColumns}`);
}
