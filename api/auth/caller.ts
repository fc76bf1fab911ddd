import type { FastifyRequest } from 'fastify';

/** The sender of a request, with the roles of architecture "Who may call". */
export interface Caller {
  userId: number;
  username: string;
  email: string;
  fullName: string;
  isActive: boolean;
  isGlobalStaff: boolean;
  groups: readonly string[];
  courseStaffOf(course: string): Promise<boolean>;
}

/** Returns null for a request without credentials, throws an `ApiError` for bad ones. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;
