import type { z } from 'zod';
import type { Exam } from '../../db/exams.ts';
import type { examSchema } from '../schemas/exam.ts';
import { wireTimeOrNull } from './time.ts';

export type WireExam = z.output<typeof examSchema>;

export function wireExam(exam: Exam): WireExam {
  return {
    id: exam.id,
    course_id: exam.courseId,
    content_id: exam.contentId,
    external_id: exam.externalId,
    exam_name: exam.examName,
    time_limit_mins: exam.timeLimitMins,
    is_proctored: exam.isProctored,
    is_practice_exam: exam.isPracticeExam,
    is_active: exam.isActive,
    due_date: wireTimeOrNull(exam.dueDate),
    hide_after_due: exam.hideAfterDue,
    backend: exam.backend,
  };
}
