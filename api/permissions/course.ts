import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';

/** Whether the caller is staff of the course; global staff are staff of every one (rest-api §2.3). */
export async function isStaffOf(caller: Caller, courseId: string): Promise<boolean> {
  return caller.isGlobalStaff || (await caller.courseStaffOf(courseId));
}

/** Only staff of the course that the thing acted on belongs to (differences §6.1); throws `staff_only`. */
export async function requireCourseStaff(caller: Caller, courseId: string): Promise<void> {
  if (!(await isStaffOf(caller, courseId))) throw new ApiError('staff_only');
}
