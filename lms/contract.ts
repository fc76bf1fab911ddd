import { z } from 'zod';

/** Below the base address of the LMS: lookups under it, effects posted to `WEBHOOK_PATH`. */
export const CONTRACT_BASE = '/api/proctoring/v1';
export const WEBHOOK_PATH = `${CONTRACT_BASE}/events`;

const instant = z.iso.datetime({ offset: true });
const username = z.string().describe('User name, as in the claims of the sign-in token');

const courseSettings = z.object({
  end: instant.nullable().describe('End of the course; null: open-ended'),
  escalation_email: z
    .union([z.email(), z.literal('')])
    .nullable()
    .describe('Where learners of the course appeal; null or empty: the general contact'),
  overrides_grade_on_rejected: z.boolean().describe('Whether a rejected attempt zeroes the grade of the exam'),
  grace_period_seconds: z
    .int()
    .nonnegative()
    .nullish()
    .describe('How long after the due date work still counts, so that results may change; null: not at all'),
});

const staffMembership = z.object({ is_staff: z.boolean() });

const enrollments = z.object({
  enrollments: z
    .array(z.object({ username, mode: z.string().describe('Enrolment mode, such as verified') }))
    .describe("In the LMS's own order"),
});

const creditState = z.object({
  enrollment_mode: z.string().nullable(),
  may_take_proctored_exams: z
    .boolean()
    .nullish()
    .describe(
      'The permission edx_proctoring.can_take_proctored_exam, without which pages of such exams stay away; null: given',
    ),
  course_name: z.string().nullable(),
  course_end: instant.nullable(),
  full_name: z.string().nullable().describe('Profile name'),
  email: z.string().nullable(),
  language: z.string().nullish().describe('Language tag of the account, such as de-AT, for mails; null: English'),
  requirements: z
    .array(
      z.looseObject({
        namespace: z.string().describe('proctored_exam for an exam of this service'),
        name: z.string().describe('Usage key where the requirement is an exam'),
        order: z.int().optional(),
        status: z.string().nullable().optional().describe('satisfied, failed, declined, submitted; null: open'),
        display_name: z.string().optional(),
      }),
    )
    .describe('Credit requirements of the course with the status of the learner; empty outside credit courses'),
});

const dueDate = z.object({ due: instant.nullable().describe("The learner's own date; null: the date of the exam") });

const outline = z.object({
  accessible: z
    .array(z.string())
    .nullable()
    .describe('Usage keys that the learner can open now, whatever their dates; null: the dates tell'),
  sequences: z
    .record(z.string(), z.object({ start: instant.nullable(), due: instant.nullable() }))
    .nullable()
    .describe('Effective dates by usage key; null: all have started and none is due'),
  course_end: instant.nullable(),
});

const verifiedName = z.object({
  verified_name: z.string().nullable().describe('Name on the identity document, unless it was denied'),
});

/** One question to the LMS: `GET` on the path below `CONTRACT_BASE`. */
export interface Lookup<Wire = unknown> {
  path: string;
  summary: string;
  /** Query parameters and their meaning. */
  query?: Readonly<Record<string, string>>;
  answer: z.ZodType<Wire>;
}

function lookup<Wire>(definition: Lookup<Wire>): Lookup<Wire> {
  return definition;
}

/** Every question that the service asks the LMS. */
export const LOOKUPS = {
  course: lookup({ path: '/courses/{course}', summary: 'Settings of a course', answer: courseSettings }),
  courseStaff: lookup({
    path: '/courses/{course}/staff/{username}',
    summary: 'Whether a person is staff of a course',
    answer: staffMembership,
  }),
  proctoredEnrollments: lookup({
    path: '/courses/{course}/proctored-enrollments',
    summary: 'Enrolments that may take proctored exams',
    query: { search: 'Only people whose user name or e-mail contains this text, in either case' },
    answer: enrollments,
  }),
  creditState: lookup({
    path: '/courses/{course}/learners/{username}/credit-state',
    summary: "A learner's enrolment, contact data and credit requirements",
    answer: creditState,
  }),
  dueDate: lookup({
    path: '/courses/{course}/learners/{username}/due-dates/{content_id}',
    summary: "A learner's own due date of an exam",
    answer: dueDate,
  }),
  outline: lookup({
    path: '/courses/{course}/learners/{username}/outline',
    summary: 'What a learner may open in a course, and when',
    answer: outline,
  }),
  verifiedName: lookup({
    path: '/learners/{username}/verified-name',
    summary: "A learner's verified name",
    answer: verifiedName,
  }),
} as const;

export type LookupName = keyof typeof LOOKUPS;
export type LookupAnswer<Name extends LookupName> = z.output<(typeof LOOKUPS)[Name]['answer']>;
