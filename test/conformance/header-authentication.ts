import type { FastifyRequest } from 'fastify';
import type { DatabasePool } from 'slonik';
import type { Authenticate } from '../../api/auth/caller.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { findPersonByUsername } from '../../db/people.ts';
import { saveUser } from './users.ts';

const header = (request: FastifyRequest, name: string) => String(request.headers[name] ?? '');

/**
 * Believes the headers `X-Test-User`, `X-Test-Staff` and `X-Test-Course-Staff`; unknown users are created. Without them
 * people sign in as they do with `otherwise`.
 */
export function headerAuthentication(
  pool: DatabasePool,
  lms: Pick<LmsLookups, 'isCourseStaff'>,
  otherwise: Authenticate,
): Authenticate {
  return async (request) => {
    const username = header(request, 'x-test-user');
    if (username === '') return await otherwise(request);
    const person = (await findPersonByUsername(pool, username)) ?? (await saveUser(pool, { username, groups: [] }));
    const courses = header(request, 'x-test-course-staff').split(',');
    const { id, email, fullName, isActive, isStaff, groups } = person;
    return {
      userId: id,
      username,
      email,
      fullName,
      isActive,
      groups,
      isOperator: false,
      courseRoles: [],
      signedInUntil: Number.MAX_SAFE_INTEGER,
      hasSession: false,
      isGlobalStaff: isStaff || header(request, 'x-test-staff') === '1',
      courseStaffOf: async (course) => courses.includes(course) || (await lms.isCourseStaff({ id, username }, course)),
    };
  };
}
