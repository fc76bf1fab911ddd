import type { z } from 'zod';
import type { Exam } from '../../../db/exams.ts';
import type { ExamType } from '../../../rules/exam.ts';
import type { courseExam } from '../../schemas/exams/exam.ts';
import { wireTimeOrNull } from '../time.ts';

/** An exam in the dialect of edx-exams, which has one word for its kind. */
export function wireCourseExam(exam: Exam, type: ExamType): z.output<typeof courseExam> {
  return {
    id: exam.id,
    exam_name: exam.examName,
    course_id: exam.courseId,
    content_id: exam.contentId,
    time_limit_mins: exam.timeLimitMins,
    due_date: wireTimeOrNull(exam.dueDate),
    exam_type: type,
    hide_after_due: exam.hideAfterDue,
    is_active: exam.isActive,
  };
}
