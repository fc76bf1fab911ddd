/** The roles of Open edX that make somebody staff of a course (edx-exams §4.3). */
const STAFF_ROLES = ['staff', 'instructor', 'limited_staff'] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

export const isStaffRole = (role: string): role is StaffRole => STAFF_ROLES.some((each) => each === role);

/** Whether a text is the key of a course, in either of the two forms; not that of a library, and not empty. */
export const isCourseKey = (text: string): boolean =>
  text.length <= 255 && /^(?:course-v1:[^/+\s]+(?:\+[^/+\s]+){2}|[^/+:\s]+(?:\/[^/+\s]+){2})$/.test(text);
