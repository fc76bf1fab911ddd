import { z } from 'zod';

/** Below the base address of the LMS: lookups under it, effects posted to `WEBHOOK_PATH`. */
export const CONTRACT_BASE = '/api/proctoring/v1';
export const WEBHOOK_PATH = `${CONTRACT_BASE}/events`;

const instant = z.iso.datetime({ offset: true });
const username = z.string().describe('User name, as in the claims of the sign-in token');

const courseSettings = z
  .object({
    end: instant.nullable().describe('End of the course; null if it is open-ended'),
    escalation_email: z
      .union([z.email(), z.literal('')])
      .nullable()
      .describe('Email address for appeals by learners of the course; null or empty: the general contact'),
    overrides_grade_on_rejected: z.boolean().describe('Whether a rejected attempt sets the grade of the exam to zero'),
    grace_period_seconds: z
      .int()
      .nonnegative()
      .nullish()
      .describe(
        'How long after the due date work is still accepted, during which results may change; null: no grace period',
      ),
  })
  .meta({
    example: {
      end: '2030-06-30T00:00:00Z',
      escalation_email: 'exams@example.com',
      overrides_grade_on_rejected: true,
      grace_period_seconds: 900,
    },
  });

const staffMembership = z.object({ is_staff: z.boolean() }).meta({ example: { is_staff: true } });

const enrollments = z
  .object({
    enrollments: z
      .array(z.object({ username, mode: z.string().describe('Enrolment mode, such as verified') }))
      .describe('In the order in which the LMS lists them'),
  })
  .meta({ example: { enrollments: [{ username: 'alice', mode: 'verified' }] } });

const creditState = z
  .object({
    enrollment_mode: z.string().nullable(),
    may_take_proctored_exams: z
      .boolean()
      .nullish()
      .describe(
        'Whether the learner has the permission edx_proctoring.can_take_proctored_exam, without which the pages of proctored exams are not shown; null counts as true',
      ),
    course_name: z.string().nullable(),
    course_end: instant.nullable(),
    full_name: z.string().nullable().describe('Name in the profile'),
    email: z.string().nullable(),
    language: z
      .string()
      .nullish()
      .describe('Language tag of the account, such as de-AT, used for emails; null: English'),
    requirements: z
      .array(
        z.looseObject({
          namespace: z.string().describe('proctored_exam for an exam of this service'),
          name: z.string().describe('Usage key if the requirement is an exam'),
          order: z.int().optional(),
          status: z
            .string()
            .nullable()
            .optional()
            .describe('satisfied, failed, declined or submitted; null if still open'),
          display_name: z.string().optional(),
        }),
      )
      .describe("Credit requirements of the course with the learner's status; empty if it is not a credit course"),
  })
  .meta({
    example: {
      enrollment_mode: 'verified',
      may_take_proctored_exams: true,
      course_name: 'Computer Science 101',
      course_end: '2030-06-30T00:00:00Z',
      full_name: 'Alice Archer',
      email: 'alice@example.com',
      language: 'en',
      requirements: [
        {
          namespace: 'proctored_exam',
          name: 'block-v1:Demo+CS101+2030+type@sequential+block@final',
          order: 0,
          status: null,
          display_name: 'Final exam',
        },
      ],
    },
  });

const dueDate = z
  .object({
    due: instant.nullable().describe("The learner's own due date; null: the due date of the exam applies"),
  })
  .meta({ example: { due: '2030-06-01T12:00:00Z' } });

const outline = z
  .object({
    accessible: z
      .array(z.string())
      .nullable()
      .describe('Usage keys that the learner can open now, regardless of dates; null: the dates decide'),
    sequences: z
      .record(z.string(), z.object({ start: instant.nullable(), due: instant.nullable() }))
      .nullable()
      .describe('Effective dates by usage key; null: everything has started and nothing is due'),
    course_end: instant.nullable(),
  })
  .meta({
    example: {
      accessible: null,
      sequences: {
        'block-v1:Demo+CS101+2030+type@sequential+block@final': {
          start: '2030-05-01T00:00:00Z',
          due: '2030-06-01T12:00:00Z',
        },
      },
      course_end: '2030-06-30T00:00:00Z',
    },
  });

const verifiedName = z
  .object({
    verified_name: z.string().nullable().describe('Name on the identity document, unless it was rejected'),
  })
  .meta({ example: { verified_name: 'Alice Mary Archer' } });

/** One question to the LMS: `GET` on the path below `CONTRACT_BASE`. */
export interface Lookup<Wire = unknown> {
  path: string;
  summary: string;
  /** Query parameters and their meaning. */
  query?: Readonly<Record<string, string>>;
  answer: z.ZodType<Wire>;
}

function defineLookup<Wire>(definition: Lookup<Wire>): Lookup<Wire> {
  return definition;
}

/** Every question that the service asks the LMS. */
export const LOOKUPS = {
  course: defineLookup({ path: '/courses/{course}', summary: 'Settings of a course', answer: courseSettings }),
  courseStaff: defineLookup({
    path: '/courses/{course}/staff/{username}',
    summary: 'Whether a person is staff of a course',
    answer: staffMembership,
  }),
  proctoredEnrollments: defineLookup({
    path: '/courses/{course}/proctored-enrollments',
    summary: 'Enrolments that are allowed to take proctored exams',
    query: { search: 'Only people whose user name or email address contains this text, in upper or lower case' },
    answer: enrollments,
  }),
  creditState: defineLookup({
    path: '/courses/{course}/learners/{username}/credit-state',
    summary: "A learner's enrolment, contact data and credit requirements",
    answer: creditState,
  }),
  dueDate: defineLookup({
    path: '/courses/{course}/learners/{username}/due-dates/{content_id}',
    summary: "A learner's own due date of an exam",
    answer: dueDate,
  }),
  outline: defineLookup({
    path: '/courses/{course}/learners/{username}/outline',
    summary: 'What a learner may open in a course, and when',
    answer: outline,
  }),
  verifiedName: defineLookup({
    path: '/learners/{username}/verified-name',
    summary: "A learner's verified name",
    answer: verifiedName,
  }),
} as const;

export type LookupName = keyof typeof LOOKUPS;
export type LookupAnswer<Name extends LookupName> = z.output<(typeof LOOKUPS)[Name]['answer']>;
