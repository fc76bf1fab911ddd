import { sql } from 'slonik';
import { z } from 'zod';
import { EXAM_TYPES, type ExamType } from '../rules/exam.ts';
import { examColumnsSchema, examOf, type Exam } from './exams.ts';

/**
 * The exam of an attempt: its texts and dates as they are now, its vendor and kind as they were when the attempt was
 * registered (differences §5.1).
 */
export interface AttemptedExam extends Exam {
  type: ExamType;
}

/** The vendor's id of the exam, as far as the vendor is the attempt's own. Of tables `attempt` and `exam`. */
export const ownExamExternalId = sql.fragment`coalesce(attempt.exam_external_id,
  case when attempt.backend is null or coalesce(nullif(exam.backend, ''), attempt.backend) = attempt.backend
    then exam.external_id end)`;

/** Name of the attempt's own back-end; without proctoring what the exam names all the same. */
export const ownBackend = sql.fragment`coalesce(attempt.backend, exam.backend)`;

export const attemptedExamSchema = {
  ...examColumnsSchema,
  exam_type: z.enum(EXAM_TYPES),
};
const prefixed = z.object(attemptedExamSchema);

/** The exam within a row that was selected with `attemptedExamColumns`. */
export function attemptedExamOf(row: z.output<typeof prefixed>): AttemptedExam {
  return { ...examOf(row), type: row.exam_type };
}

/** The columns of `examColumns` as they are for an attempt. Of tables `attempt` and `exam`. */
export const attemptedExamColumns = sql.fragment`
  exam.id as exam_id, exam.course_id as exam_course_id, exam.content_id as exam_content_id,
  ${ownExamExternalId} as exam_external_id, exam.exam_name as exam_exam_name,
  exam.time_limit_mins as exam_time_limit_mins, exam.due_date as exam_due_date,
  attempt.backend is not null as exam_is_proctored, attempt.is_sample_attempt as exam_is_practice_exam,
  exam.is_active as exam_is_active, exam.hide_after_due as exam_hide_after_due, ${ownBackend} as exam_backend,
  attempt.exam_type`;
