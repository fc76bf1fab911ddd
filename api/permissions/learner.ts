import { z } from 'zod';
import { findPersonByUsername } from '../../db/people.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { isStaffOf } from './course.ts';

/** The learner that a request is about. */
export interface Subject {
  id: number;
  /** Missing if a request names somebody else by id only. */
  username?: string;
  isCaller: boolean;
}

const self = ({ userId: id, username }: Caller): Subject => ({ id, username, isCaller: true });

const namedById = z.object({ user_id: z.string().optional() });

/** The caller, or the learner that global staff name (rest-api §6.8). Throws `staff_only` or `user_not_found`. */
export function requireSelfOrGlobalStaff(caller: Caller, part: unknown): Subject {
  const userId = namedById.safeParse(part).data?.user_id;
  if (!userId) return self(caller);
  if (!caller.isGlobalStaff) throw new ApiError('staff_only');
  if (!/^\d{1,15}$/.test(userId)) throw new ApiError('user_not_found');
  return { id: Number(userId), isCaller: Number(userId) === caller.userId };
}

const namedInCourse = z.object({
  user_id: z.int().nullish(),
  username: z.string().nullish(),
  course_id: z.string().nullish(),
});

/**
 * The learner named, by id or user name, if that is the caller or they are staff of the course named; without a name the
 * caller. Throws `staff_only` or, only to staff, `user_not_found`.
 */
export async function requireSelfOrCourseStaff({ pool }: AppDeps, caller: Caller, part: unknown): Promise<Subject> {
  const { user_id: userId, username, course_id: courseId } = namedInCourse.parse(part);
  const requireStaff = async () => {
    if (!(courseId ? await isStaffOf(caller, courseId) : caller.isGlobalStaff)) throw new ApiError('staff_only');
  };
  if (userId) {
    if (userId === caller.userId) return self(caller);
    await requireStaff();
    return { id: userId, isCaller: false };
  }
  if (!username || username === caller.username) return self(caller);
  const person = await findPersonByUsername(pool, username);
  if (person?.id === caller.userId) return self(caller);
  await requireStaff();
  if (!person) throw new ApiError('user_not_found');
  return { id: person.id, username: person.username, isCaller: false };
}
