import { z } from 'zod';
import { listCoursesOfExams, findExam, type Exam } from '../../db/exams.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { LONGEST_LIST } from '../schemas/allowance.ts';
import { wireId } from '../schemas/fields.ts';
import { requireCourseStaff } from './course.ts';

const named = z.object({ exam_id: wireId });

/**
 * The exam of the request and its course decide who may; a course in the body does not (differences §6.1). Global staff
 * may act on any exam, so nothing is loaded for them. Throws `course_unknown`, `exam_not_found` or `staff_only`.
 */
export async function requireStaffOfExam({ pool }: AppDeps, caller: Caller, part: unknown): Promise<Exam | undefined> {
  if (caller.isGlobalStaff) return undefined;
  const { data } = named.safeParse(part);
  if (!data) throw new ApiError('course_unknown');
  const exam = await findExam(pool, data.exam_id);
  if (!exam) throw new ApiError('exam_not_found');
  await requireCourseStaff(caller, exam.courseId);
  return exam;
}

const inCourse = z.object({ course: z.string(), exam_id: z.int().optional() });

/**
 * The course of the path, whose people `require` lets in, and then the exam of the path, if there is one, which must be one
 * of that course. Throws what `require` throws, and `exam_not_found`.
 */
export async function requireExamInCourse(
  { pool }: AppDeps,
  part: unknown,
  require: (courseId: string) => Promise<void>,
): Promise<Exam | undefined> {
  const { course, exam_id: examId } = inCourse.parse(part);
  await require(course);
  if (examId === undefined) return undefined;
  const exam = await findExam(pool, examId);
  if (exam?.courseId !== course) throw new ApiError('exam_not_found');
  return exam;
}

/** The exams, parsed if the body is valid, else as the text that was sent. */
const listed = z.object({ exam_ids: z.union([z.array(z.string()), z.string()]), course_id: z.string().optional() });

/**
 * Callers who are not global staff must be staff of the course of every exam that is listed (differences §6.2). If there
 * is no such exam, nothing can be set, and the course named with the list decides who is told so. Always one statement: a
 * list that is too long is refused afterwards. Throws `course_unknown` or `staff_only`.
 */
export async function requireStaffOfExams({ pool }: AppDeps, caller: Caller, part: unknown): Promise<void> {
  if (caller.isGlobalStaff) return;
  const { exam_ids: wanted = '', course_id: courseId } = listed.safeParse(part).data ?? {};
  const ids = String(wanted).match(/\d{1,15}/g) ?? [];
  const courses = new Set(await listCoursesOfExams(pool, ids.slice(0, LONGEST_LIST).map(Number)));
  if (courses.size === 0 && courseId) courses.add(courseId);
  if (courses.size === 0) throw new ApiError('course_unknown');
  for (const course of courses) await requireCourseStaff(caller, course);
}
