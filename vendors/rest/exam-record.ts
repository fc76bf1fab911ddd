import type { VendorExam } from '../port.ts';

/** An exam as it is posted to a REST vendor (vendors §3.2); `defaultRules` are used for an exam without its own. */
export function toExamRecord(exam: VendorExam, defaultRules: Record<string, unknown> | undefined) {
  const rules = exam.rules ?? defaultRules;
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
    due_date: exam.dueDate === null ? null : new Date(exam.dueDate).toISOString().replace('.000Z', 'Z'),
    hide_after_due: exam.hideAfterDue,
    backend: exam.backend,
    ...(rules && { rules }),
    ...(exam.ruleSummary !== undefined && { rule_summary: exam.ruleSummary }),
  };
}
