import type { LmsLookups } from './port.ts';

/** Whether we hold an exam of the course, active or not. */
export type HasExams = (course: string) => Promise<boolean>;

/**
 * Asks the LMS about staff only for courses in which we have exams. Anybody could ask about any number of made-up
 * courses, and staff of a course without exams have nothing to do here.
 */
export function limitToKnownCourses(lookups: LmsLookups, hasExams: HasExams): LmsLookups {
  return {
    ...lookups,
    isCourseStaff: async (person, course) => (await hasExams(course)) && (await lookups.isCourseStaff(person, course)),
  };
}
