import type { DatabasePool } from 'slonik';
import type { CourseOutline, LmsLookups } from '../../lms/port.ts';
import { findPersonByUsername } from '../../db/people.ts';
import type { ScenarioSettings } from './configuration.ts';

/** Enrolment modes that may take proctored exams. */
const PROCTORED_MODES = ['verified', 'masters', 'professional', 'no-id-professional', 'executive-education', 'credit'];

const epochMs = (instant: string | null | undefined) => (instant ? Date.parse(instant) : null);

function outlineOf(outline: ScenarioSettings['outline'][string]): CourseOutline {
  const sequences = Object.entries(outline.sequences).map(
    ([key, { start, due }]) => [key, { start: epochMs(start), due: epochMs(due) }] as const,
  );
  return {
    accessible: new Set(outline.accessible),
    sequences: new Map(sequences),
    courseEnd: epochMs(outline.course_end),
  };
}

/** An LMS that answers as the scenario says; `settings` is read at each question. */
export function lmsStandIn(pool: DatabasePool, settings: () => ScenarioSettings): LmsLookups {
  return {
    async creditState({ username }, course) {
      const given = settings().credit_state[`${username}|${course}`];
      if (given === null) return null;
      const person = await findPersonByUsername(pool, username);
      if (given === undefined) {
        return {
          enrollmentMode: 'verified',
          mayTakeProctoredExams: true,
          courseName: 'Demo Course',
          courseEnd: null,
          fullName: person?.fullName ?? '',
          email: person?.email ?? '',
          language: null,
          requirements: [],
        };
      }
      return {
        enrollmentMode: given.enrollment_mode ?? null,
        mayTakeProctoredExams: true,
        courseName: given.course_name ?? null,
        courseEnd: epochMs(given.course_end_date),
        fullName: given.profile_fullname ?? null,
        email: given.student_email ?? null,
        language: null,
        requirements: given.credit_requirement_status,
      };
    },
    isCourseStaff: async ({ username }, course) => settings().course_staff[course]?.includes(username) ?? false,
    escalationEmail: async (course) => settings().escalation_email[course] ?? null,
    dueDate: async () => null,
    courseEnd: async (course) => epochMs(settings().outline[course]?.course_end),
    gracePeriod: async () => null,
    async proctoredEnrollments(course, textSearch) {
      const wanted = textSearch?.toLowerCase() ?? '';
      const enrolled = [];
      for (const { username, mode } of settings().enrollments[course] ?? []) {
        const person = await findPersonByUsername(pool, username);
        const isMeant = [username, person?.email ?? ''].some((text) => text.toLowerCase().includes(wanted));
        if (PROCTORED_MODES.includes(mode) && isMeant) enrolled.push({ username, mode });
      }
      return enrolled;
    },
    async outline(_learner, course) {
      const given = settings().outline[course];
      return given ? outlineOf(given) : { accessible: null, sequences: null, courseEnd: null };
    },
    verifiedName: async ({ username }) => settings().verified_names[username] ?? null,
    overridesGradeOnRejected: async () => settings().override_grade_on_rejected,
  };
}
