import type { LmsLookups } from './port.ts';

/** Whether we hold an exam of the course, active or not. */
export type HoldsExamsOf = (course: string) => Promise<boolean>;

/**
 * Asks the LMS about staff only for courses in which we have exams. Anybody could ask about any number of made-up
 * courses, and staff of a course without exams have nothing to do here.
 */
export function ofKnownCourses(lookups: LmsLookups, holdsExamsOf: HoldsExamsOf): LmsLookups {
  return {
    ...lookups,
    isCourseStaff: async (person, course) =>
      (await holdsExamsOf(course)) && (await lookups.isCourseStaff(person, course)),
  };
}
