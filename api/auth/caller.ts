import type { FastifyRequest } from 'fastify';
import type { CourseRoleClaim } from './course-roles.ts';

/** The sender of a request, with the roles of architecture "Who may call". */
export interface Caller {
  userId: number;
  username: string;
  email: string;
  fullName: string;
  isActive: boolean;
  isGlobalStaff: boolean;
  groups: readonly string[];
  /** Looks after the outside effects and the vendors, without being staff. */
  isOperator: boolean;
  /** The roles that the sign-in itself names; the LMS may know of more. */
  courseRoles: readonly CourseRoleClaim[];
  /** Until when the sign-in holds, in epoch milliseconds. */
  signedInUntil: number;
  /** Signed in by a session of the console, not by a token. */
  hasSession: boolean;
  courseStaffOf(course: string): Promise<boolean>;
}

/** Returns null for a request without credentials, throws an `ApiError` for bad ones. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;
