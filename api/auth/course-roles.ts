/** What a person may do in a course besides learning. */
export type CourseRole = 'staff' | 'invigilator' | 'reviewer';

/** A role in one course. */
export interface CourseRoleClaim {
  role: CourseRole;
  course: string;
}

const ROLES: ReadonlyMap<string, CourseRole> = new Map([
  ['staff', 'staff'],
  ['instructor', 'staff'],
  ['invigilator', 'invigilator'],
  ['reviewer', 'reviewer'],
]);

/**
 * The roles in courses that the claims `ROLE:COURSE` give. A claim that goes on after the course, as one for a single group
 * would, gives nothing: it must not count for the whole course.
 */
export function courseRolesIn(claims: readonly string[] = []): CourseRoleClaim[] {
  return claims.flatMap((claim) => {
    const [, name = '', course = ''] = /^(\w+):((?:[\w-]+:)?[^:]+)$/.exec(claim) ?? [];
    const role = ROLES.get(name);
    return role === undefined ? [] : [{ role, course }];
  });
}
