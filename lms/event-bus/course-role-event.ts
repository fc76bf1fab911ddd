import { z } from 'zod';
import { isCourseKey, isStaffRole, type StaffRole } from '../platform/staff-roles.ts';
import { eventType } from './event-schema.ts';
import { USER_DATA } from './user-data.ts';

/** The event types of roles in courses, and whether somebody has the role after it. */
const EVENT_TYPES: ReadonlyMap<string, boolean> = new Map([
  ['org.openedx.learning.user.course_access_role.added.v1', true],
  ['org.openedx.learning.user.course_access_role.removed.v1', false],
]);

/** Schema of both events (edx-exams §4.3). */
const COURSE_ACCESS_ROLE = eventType('course_access_role_data', {
  name: 'CourseAccessRoleData',
  fields: [
    { name: 'user', type: USER_DATA },
    { name: 'org_key', type: 'string' },
    { name: 'course_key', type: 'string' },
    { name: 'role', type: 'string' },
  ],
});

/** Postgres holds no NUL. */
const text = z.string().regex(/^\P{Cc}*$/u);
const data = z.object({
  course_access_role_data: z.object({
    user: z.object({
      id: z.int().positive(),
      is_active: z.boolean(),
      pii: z.object({ username: text.min(1).max(255), email: text.max(255) }),
    }),
    course_key: text,
    role: text,
  }),
});

/** Somebody has become staff of a course, or is so no longer. */
export interface CourseRoleChange {
  person: { id: number; username: string; email: string; isActive: boolean };
  courseId: string;
  role: StaffRole;
  isGranted: boolean;
}

/** The message is not what its type says; the text says why, and never about whom. */
export class UnreadableEventError extends Error {
  override name = 'UnreadableEventError';
}

function decode(payload: Buffer): unknown {
  try {
    // What later releases add at the end is left alone.
    return COURSE_ACCESS_ROLE.fromBuffer(payload, undefined, true);
  } catch {
    throw new UnreadableEventError('its data is not Avro of the known schema');
  }
}

/**
 * What a message says about the staff of a course. Null for other events, other roles, and roles in a whole organisation.
 * Throws `UnreadableEventError`.
 */
export function readCourseRoleChange(fields: Readonly<Record<string, Buffer>>): CourseRoleChange | null {
  const isGranted = EVENT_TYPES.get(fields['type']?.toString() ?? '');
  if (fields['type'] === undefined) throw new UnreadableEventError('it has no type');
  if (isGranted === undefined) return null;
  if (fields['event_data'] === undefined) throw new UnreadableEventError('it has no data');
  const read = data.safeParse(decode(fields['event_data']));
  if (!read.success) throw new UnreadableEventError('its data has a value that is not allowed');
  const { user, course_key: courseId, role } = read.data.course_access_role_data;
  if (!isStaffRole(role) || !isCourseKey(courseId)) return null;
  const { username, email } = user.pii;
  return { person: { id: user.id, username, email, isActive: user.is_active }, courseId, role, isGranted };
}
