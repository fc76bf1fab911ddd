import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { CourseRole } from '../auth/course-roles.ts';
import type { StaffRole } from '../../rules/attempt/events.ts';
import { ApiError } from '../errors/api-error.ts';

/** Whether the caller is staff of the course; global staff are staff of every one (rest-api §2.3). */
export async function isStaffOf(caller: Caller, courseId: string): Promise<boolean> {
  return caller.isGlobalStaff || (await caller.courseStaffOf(courseId));
}

const TEAM = ['invigilator', 'reviewer'] as const;

const hasRole = ({ courseRoles }: Caller, courseId: string, roles: readonly CourseRole[]) =>
  courseRoles.some(({ role, course }) => course === courseId && roles.includes(role));

/** Whether the caller invigilates or reviews in the course, or is staff of it. */
export async function isTeamOf(caller: Caller, courseId: string): Promise<boolean> {
  return hasRole(caller, courseId, TEAM) || (await isStaffOf(caller, courseId));
}

/** The roles that the caller has in the course, the most powerful first. */
export async function rolesIn(caller: Caller, courseId: string): Promise<StaffRole[]> {
  const { isGlobalStaff } = caller;
  return [
    ...(isGlobalStaff ? (['global_staff'] as const) : []),
    ...(!isGlobalStaff && (await caller.courseStaffOf(courseId)) ? (['course_staff'] as const) : []),
    ...TEAM.filter((role) => hasRole(caller, courseId, [role])),
  ];
}

/** Throws `course_team_only`. */
export async function requireCourseTeam(caller: Caller, courseId: string): Promise<void> {
  if (!(await isTeamOf(caller, courseId))) throw new ApiError('course_team_only');
}

/** Throws `invigilators_only`. */
export async function requireInvigilator(caller: Caller, courseId: string): Promise<void> {
  const isInvigilator = hasRole(caller, courseId, ['invigilator']) || (await isStaffOf(caller, courseId));
  if (!isInvigilator) throw new ApiError('invigilators_only');
}

/** Throws `course_reviewers_only`. */
export async function requireCourseReviewer(caller: Caller, courseId: string): Promise<void> {
  const isReviewer = hasRole(caller, courseId, ['reviewer']) || (await isStaffOf(caller, courseId));
  if (!isReviewer) throw new ApiError('course_reviewers_only');
}

/** Only staff of the course that the thing acted on belongs to (differences §6.1); throws `staff_only`. */
export async function requireCourseStaff(caller: Caller, courseId: string): Promise<void> {
  if (!(await isStaffOf(caller, courseId))) throw new ApiError('staff_only');
}

const namesCourse = z.object({ course: z.string() });

/** Course staff must name their course; throws `operators_only`. */
export async function requireOperatorOrCourseStaff(caller: Caller, part: unknown): Promise<void> {
  if (caller.isGlobalStaff || caller.isOperator) return;
  const { data } = namesCourse.safeParse(part);
  if (!data || !(await isStaffOf(caller, data.course))) throw new ApiError('operators_only');
}
