import { z } from 'zod';
import { word } from '../written-fields.ts';

const BLANK = 'This field may not be blank.';
const PROVIDER = "Name of the course's proctoring provider; null: the course's exams are not taken here";
const EMAIL = "The course's address for disputes; null: it has none";
const text = z
  .string({ error: word('Not a valid string.') })
  .trim()
  .min(1, { error: BLANK, abort: true });

/** edx-exams §1.2. */
export const courseConfiguration = z
  .object({
    provider: z.string().nullable().describe(PROVIDER),
    escalation_email: z.string().nullable().describe(EMAIL),
  })
  .meta({
    id: 'CourseConfiguration',
    description: 'What the team of a course has chosen',
    example: { provider: 'watchful', escalation_email: 'exams@example.com' },
  });

export const courseConfigurationChange = z
  .object({
    provider: text.max(255).nullable().describe(PROVIDER),
    escalation_email: text
      .pipe(z.email('Enter a valid email address.').max(254, 'Ensure this field has no more than 254 characters.'))
      .nullable()
      .describe(EMAIL),
  })
  .meta({ example: { provider: 'watchful', escalation_email: 'exams@example.com' } })
  .refine(({ provider, escalation_email }) => provider !== null || escalation_email === null, {
    path: ['non_field_errors'],
    message: 'Escalation email must be None when provider is None.',
  });

/** edx-exams §1.3. */
export const providerChoice = z
  .object({
    name: z.string().describe("Name in this service's settings, for `provider`"),
    verbose_name: z.string().describe('Name that people see'),
    lti_configuration_id: z.string().describe('Id of the registration of the LTI tool'),
  })
  .meta({
    id: 'ProviderChoice',
    description: 'A proctoring provider that a course can choose',
    example: { name: 'watchful', verbose_name: 'Watchful Eye', lti_configuration_id: '11' },
  });

const SUPPORT = 'of its technical support; null if there is none. Only for exams with a provider';

/** edx-exams §1.9. */
export const providerSettings = z
  .looseObject({
    proctoring_escalation_email: z.string().nullable().optional().describe(EMAIL),
    provider_name: z.string().optional().describe('Name of the provider. Only for exams with a provider'),
    provider_tech_support_email: z.string().nullable().optional().describe(`Email address ${SUPPORT}`),
    provider_tech_support_phone: z.string().nullable().optional().describe(`Telephone number ${SUPPORT}`),
    provider_tech_support_url: z.string().nullable().optional().describe(`Page ${SUPPORT}`),
  })
  .meta({
    id: 'ProviderSettings',
    description: 'Where a learner finds help with an exam',
    example: {
      proctoring_escalation_email: 'exams@example.com',
      provider_name: 'Watchful Eye',
      provider_tech_support_email: 'help@watchful.example.com',
      provider_tech_support_phone: null,
      provider_tech_support_url: 'https://watchful.example.com/help',
    },
  });

export const examToken = z
  .object({
    exam_access_token: z.string().describe('Signed token (RS512), which the LMS takes as `exam_access`'),
    exam_access_token_expiration: z.int().describe('For how many seconds it holds'),
  })
  .meta({
    id: 'ExamAccessToken',
    description: 'Permission to see the content of an exam',
    example: {
      exam_access_token: 'eyJhbGciOiJSUzUxMiJ9.eyJsbXNfdXNlcl9pZCI6NDJ9.c2ln',
      exam_access_token_expiration: 60,
    },
  });
