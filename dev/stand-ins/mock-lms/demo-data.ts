import { z } from 'zod';
import { contentId } from '../../demo-exams.ts';
import { DEMO_COURSE, PEOPLE } from '../../people.ts';

const instant = z.iso.datetime({ offset: true });

const person = z.object({
  full_name: z.string(),
  email: z.email(),
  verified_name: z.string().nullable().default(null),
  language: z.string().nullable().default(null),
});

const course = z.object({
  name: z.string(),
  end: instant.nullable().default(null),
  escalation_email: z.email().nullable().default(null),
  overrides_grade_on_rejected: z.boolean().default(true),
  grace_period_seconds: z.int().nonnegative().nullable().default(null),
  staff: z.array(z.string()).default([]),
  /** Enrolment mode by user name, in the order of enrolment. */
  enrollments: z.record(z.string(), z.string()).default({}),
  requirements: z
    .array(z.object({ namespace: z.string(), name: z.string(), order: z.int(), display_name: z.string() }))
    .default([]),
  /** Status of requirements that are not set by this service, by user name and requirement. */
  requirement_statuses: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Due date by user name and usage key. */
  due_dates: z.record(z.string(), z.record(z.string(), instant)).default({}),
  accessible: z.array(z.string()).nullable().default(null),
  sequences: z
    .record(z.string(), z.object({ start: instant.nullable(), due: instant.nullable() }))
    .nullable()
    .default(null),
});

/** What the mock LMS knows; people by user name, courses by key. */
export const LMS_DATA = z.object({
  people: z.record(z.string(), person).default({}),
  courses: z.record(z.string(), course).default({}),
});

export type LmsData = z.output<typeof LMS_DATA>;

/** The demo course: Alice and Bob are learners, Bob with German as their language; Carol teaches. */
export const DEMO_DATA: LmsData = LMS_DATA.parse({
  people: Object.fromEntries(
    Object.values(PEOPLE).map(({ username, name, email }) => [
      username,
      {
        full_name: name,
        email,
        verified_name: username === 'alice' ? 'Alice Verified Learner' : null,
        language: username === 'bob' ? 'de-AT' : null,
      },
    ]),
  ),
  courses: {
    [DEMO_COURSE]: {
      name: 'Proctoring by example',
      end: '2039-12-31T23:59:59Z',
      escalation_email: 'appeals@example.org',
      staff: [PEOPLE.carol.username],
      enrollments: {
        [PEOPLE.alice.username]: 'verified',
        [PEOPLE.bob.username]: 'masters',
        [PEOPLE.carol.username]: 'audit',
      },
      requirements: [
        { namespace: 'proctored_exam', name: contentId('proctored'), order: 1, display_name: 'Proctored exam' },
      ],
    },
  },
});
