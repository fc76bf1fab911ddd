import { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import type { Caller } from '../auth/caller.ts';

/** Global staff may ask about somebody else (rest-api §6.8). */
export const userQuery = z.object({
  user_id: z.string().optional().describe('Id of another learner; for global staff only'),
});

/** The learner that a request is about: the caller, or the one that global staff name. */
export function subjectOf(caller: Caller, userId: string | undefined): number {
  if (!userId) return caller.userId;
  if (!caller.isGlobalStaff) throw new ApiError('staff_only');
  if (!/^\d{1,15}$/.test(userId)) throw new ApiError('user_not_found');
  return Number(userId);
}
