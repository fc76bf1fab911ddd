import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import type { CourseAllowance } from '../../db/instructor-lists.ts';
import type { Exam } from '../../db/exams.ts';
import { FLAGS_OF_TYPE, type ExamType } from '../../rules/exam.ts';
import type { instructorAllowances, instructorAttempts, instructorExams } from '../schemas/instructor.ts';
import type { Page } from '../schemas/pages.ts';
import { wireCourseExam } from './exams/exam.ts';
import { wireTimeOrNull } from './time.ts';

/** An exam of the instructor dashboard, whose flags follow from its kind. */
export function wireInstructorExam(exam: Exam, type: ExamType): z.output<typeof instructorExams>[number] {
  const { isProctored, isPracticeExam } = FLAGS_OF_TYPE[type];
  return { ...wireCourseExam(exam, type), is_proctored: isProctored, is_practice_exam: isPracticeExam };
}

/** An attempt that has gone through `asSeenAt`. */
export function wireInstructorAttempt(attempt: Attempt): z.output<typeof instructorAttempts>['results'][number] {
  const { exam, user } = attempt;
  return {
    id: attempt.id,
    user: { id: user.id, username: user.username, email: user.email },
    exam_id: exam.id,
    exam_name: exam.examName,
    exam_type: exam.type,
    allowed_time_limit_mins: attempt.allowedTimeLimitMins,
    start_time: wireTimeOrNull(attempt.startedAt),
    end_time: wireTimeOrNull(attempt.completedAt),
    status: attempt.status,
    ready_to_resume: attempt.readyToResume,
  };
}

export function wireInstructorAllowance(
  { id, user, key, value }: CourseAllowance,
  exam: Exam,
  type: ExamType,
): z.output<typeof instructorAllowances>['results'][number] {
  return { id, user, proctored_exam: { id: exam.id, exam_name: exam.examName, exam_type: type }, key, value };
}

/** Everything about a page but its rows; `address` is that of the page itself. */
export function wirePage(address: URL, count: number, { number, total, hasNext, hasPrevious }: Page) {
  const linkTo = (page: number) => {
    const link = new URL(address);
    link.searchParams.set('page', String(page));
    return link.href;
  };
  return {
    count,
    num_pages: total,
    current_page: number,
    next: hasNext ? linkTo(number + 1) : null,
    previous: hasPrevious ? linkTo(number - 1) : null,
  };
}
