import { sql } from 'slonik';
import { z } from 'zod';
import { EXAM_TYPES } from '../rules/exam.ts';
import { examShape } from './exams.ts';

/**
 * The exam of an attempt: its texts and dates as they are now, its vendor and kind as they were when the attempt was
 * registered (differences §5.1).
 */
export const attemptedExam = z.object({ ...examShape, type: z.enum(EXAM_TYPES) });

export type AttemptedExam = z.output<typeof attemptedExam>;

/** The vendor's id of the exam, as far as the vendor is the attempt's own. Of tables `attempt` and `exam`. */
export const ownExamExternalId = sql.fragment`coalesce(attempt.exam_external_id,
  case when attempt.backend is null or coalesce(nullif(exam.backend, ''), attempt.backend) = attempt.backend
    then exam.external_id end)`;

/** Name of the attempt's own back-end; without proctoring what the exam names all the same. */
export const ownBackend = sql.fragment`coalesce(attempt.backend, exam.backend)`;

/** The exam of an attempt as the group `exam`. Of tables `attempt` and `exam`. */
export const attemptedExamGroup = sql.fragment`
  exam.id as "exam.id", exam.course_id as "exam.course_id", exam.content_id as "exam.content_id",
  ${ownExamExternalId} as "exam.external_id", exam.exam_name as "exam.exam_name",
  exam.time_limit_mins as "exam.time_limit_mins", exam.due_date as "exam.due_date",
  attempt.backend is not null as "exam.is_proctored", attempt.is_sample_attempt as "exam.is_practice_exam",
  exam.is_active as "exam.is_active", exam.hide_after_due as "exam.hide_after_due", ${ownBackend} as "exam.backend",
  attempt.exam_type as "exam.type"`;
