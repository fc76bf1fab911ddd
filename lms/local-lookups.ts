import type { LmsLookups } from './port.ts';

/** What our own tables know about people. */
export interface PeopleReader {
  find(username: string): Promise<{ fullName: string; email: string } | null>;
  /** User names of those with an attempt in the course, by user name; `textSearch` as in `proctoredEnrollments`. */
  listWithAttemptsIn(course: string, textSearch: string | null): Promise<string[]>;
}

/**
 * The answers when no LMS is configured, and the fall-backs when it fails: nobody is course staff, everything is
 * accessible, no course or learner has its own dates, and everybody with an attempt is enrolled. The mode is `verified`,
 * the one that may take proctored exams everywhere.
 */
export function createLocalLookups(people: PeopleReader): LmsLookups {
  return {
    async creditState({ username }) {
      const person = await people.find(username);
      return (
        person && {
          enrollmentMode: null,
          mayTakeProctoredExams: true,
          courseName: null,
          courseEnd: null,
          fullName: person.fullName,
          email: person.email,
          language: null,
          requirements: [],
        }
      );
    },
    isCourseStaff: async () => false,
    escalationEmail: async () => null,
    dueDate: async () => null,
    courseEnd: async () => null,
    gracePeriod: async () => null,
    async proctoredEnrollments(course, textSearch) {
      const usernames = await people.listWithAttemptsIn(course, textSearch);
      return usernames.map((username) => ({ username, mode: 'verified' }));
    },
    outline: async () => ({ accessible: null, sequences: null, courseEnd: null }),
    verifiedName: async () => null,
    overridesGradeOnRejected: async () => true,
  };
}
