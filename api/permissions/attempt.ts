import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findAnyAttempt, findAttemptRemovedByReset, type Attempt } from '../../db/attempts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { wireId } from '../schemas/fields.ts';
import {
  isStaffOf,
  isTeamOf,
  requireCourseReviewer,
  requireCourseStaff,
  requireCourseTeam,
  requireInvigilator,
} from './course.ts';

/** The path's parameters as the route's schema has read them. */
const inPath = z.object({ attempt_id: z.int() });

type Load = (id: number) => Promise<Attempt | null>;

/** The attempt in the path; a deleted one only if the route also serves those. Throws `attempt_not_found`. */
export async function loadAttempt(
  { pool, reads }: AppDeps,
  { params, routeOptions }: FastifyRequest,
  load: Load = (id) => (routeOptions.config.includesDeleted ? findAnyAttempt(pool, id) : reads.attempt(id)),
): Promise<Attempt> {
  const { data } = inPath.safeParse(params);
  const attempt = data ? await load(data.attempt_id) : null;
  if (!attempt) throw new ApiError('attempt_not_found');
  return attempt;
}

/** The same for an action on it: a reset may be repeated though it has removed the attempt. */
export async function loadAttemptToChange(deps: AppDeps, request: FastifyRequest): Promise<Attempt> {
  const { pool, reads } = deps;
  const { action } = Object(request.body) as { action?: unknown };
  return await loadAttempt(deps, request, async (id) => {
    const attempt = await reads.attempt(id);
    return attempt ?? (action === 'reset_attempt' ? await findAttemptRemovedByReset(pool, id) : null);
  });
}

const isOwn = (caller: Caller, { user }: Attempt) => user.id === caller.userId;

export function requireOwner(caller: Caller, attempt: Attempt): void {
  if (!isOwn(caller, attempt)) throw new ApiError('not_the_owner');
}

export async function requireStaffOfAttempt(caller: Caller, { exam }: Attempt): Promise<void> {
  await requireCourseStaff(caller, exam.courseId);
}

/** Returns whether the caller is of the course's team; they may also own the attempt. */
export async function requireOwnerOrTeam(caller: Caller, attempt: Attempt): Promise<boolean> {
  const isTeam = await isTeamOf(caller, attempt.exam.courseId);
  if (!isTeam) requireOwner(caller, attempt);
  return isTeam;
}

/** Returns whether the caller is staff of the course; they may also own the attempt. */
export async function requireOwnerOrStaff(caller: Caller, attempt: Attempt): Promise<boolean> {
  const isStaff = await isStaffOf(caller, attempt.exam.courseId);
  if (!isStaff) requireOwner(caller, attempt);
  return isStaff;
}

export async function requireTeamOfAttempt(caller: Caller, { exam }: Attempt): Promise<void> {
  await requireCourseTeam(caller, exam.courseId);
}

export async function requireInvigilatorOfAttempt(caller: Caller, { exam }: Attempt): Promise<void> {
  await requireInvigilator(caller, exam.courseId);
}

export async function requireReviewerOfAttempt(caller: Caller, { exam }: Attempt): Promise<void> {
  await requireCourseReviewer(caller, exam.courseId);
}

/** In the order of rest-api §6.4; only staff may mark an attempt as resumable, and they may do nothing else with it. */
export async function requireOwnerOrStaffToResume(caller: Caller, attempt: Attempt, body: unknown): Promise<void> {
  const { action, user_id: userId } = Object(body) as { action?: unknown; user_id?: unknown };
  const wantsResume = action === 'mark_ready_to_resume';
  if (!userId) {
    requireOwner(caller, attempt);
    if (wantsResume) throw new ApiError('staff_only');
    return;
  }
  if (!(await isStaffOf(caller, attempt.exam.courseId)) || !wantsResume) throw new ApiError('staff_only');
  if (wireId.safeParse(userId).data !== attempt.user.id) throw new ApiError('not_for_this_user');
}
