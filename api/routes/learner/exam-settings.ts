import { z } from 'zod';
import { findExam } from '../../../db/exams.ts';
import { findReviewPolicy } from '../../../db/review-policies.ts';
import { ApiError } from '../../errors/api-error.ts';
import { VENDOR_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { examParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const BASE = '/v1/proctored_exam';

const PROCTORED = 'Only for proctored exams';

const settings = z
  .object({
    platform_name: z.string().describe('Name of the site'),
    contact_us: z.string().describe("The site's contact address"),
    link_urls: z.record(z.string(), z.unknown()).nullable().describe("The site's links, by name; null if it has none"),
    exam_proctoring_backend: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe("The provider's own settings, such as its rules; empty without proctoring"),
    provider_tech_support_email: z.string().optional().describe(`Email address of its technical support. ${PROCTORED}`),
    provider_tech_support_phone: z
      .string()
      .optional()
      .describe(`Telephone number of its technical support. ${PROCTORED}`),
    provider_name: z.string().optional().describe(`Name of the provider. ${PROCTORED}`),
    learner_notification_from_email: z
      .string()
      .optional()
      .describe(`Address that its emails to learners come from. ${PROCTORED}`),
    integration_specific_email: z.string().optional().describe(`Address for questions about it. ${PROCTORED}`),
    proctoring_escalation_email: z
      .string()
      .nullish()
      .describe(`The course's address for disputes, null if it has none. ${PROCTORED}`),
  })
  .meta({
    id: 'ProctoringSettings',
    description: 'What learners need to know about the proctoring of an exam',
    example: {
      platform_name: 'Example University',
      contact_us: 'exams@example.com',
      link_urls: { faq: 'https://example.com/proctoring' },
      exam_proctoring_backend: { download_url: 'https://watchful.example.com/download', rules: { allow_notes: true } },
      provider_tech_support_email: 'help@watchful.example.com',
      provider_tech_support_phone: '+1 555 0100',
      provider_name: 'Watchful Eye',
      learner_notification_from_email: 'noreply@watchful.example.com',
      integration_specific_email: 'exams@example.com',
      proctoring_escalation_email: null,
    },
  });

/** Both addresses end with a slash; without it they redirect (rest-api §2.1). */
function redirectToSlash(app: App, path: string): void {
  app.get(
    path,
    { config: { scope: 'signedIn' }, schema: { hide: true, params: examParams } },
    async (request, reply) => {
      const { pathname, search } = new URL(request.url, 'http://localhost');
      return reply.redirect(`${pathname}/${search}`, 301);
    },
  );
}

async function providerSettings(deps: AppDeps, courseId: string, backend: string | null, language?: string) {
  const vendor = deps.vendors.get(backend);
  const [config, escalation] = await Promise.all([
    vendor.proctoringConfig(language),
    deps.lookups.escalationEmail(courseId),
  ]);
  return {
    exam_proctoring_backend: config,
    provider_tech_support_email: vendor.techSupportEmail,
    provider_tech_support_phone: vendor.techSupportPhone,
    provider_name: vendor.verboseName,
    learner_notification_from_email: vendor.learnerNotificationFromEmail,
    integration_specific_email: vendor.integrationSpecificEmail ?? deps.config.site.contactEmail,
    proctoring_escalation_email: escalation,
  };
}

/** rest-api §5.4 and §5.5. */
export function examSettings(app: App, deps: AppDeps): void {
  const { site } = deps.config;
  redirectToSlash(app, `${BASE}/settings/exam_id/:exam_id(^\\d+$)`);
  redirectToSlash(app, `${BASE}/review_policy/exam_id/:exam_id(^\\d+$)`);
  app.get(
    `${BASE}/settings/exam_id/:exam_id(^\\d+$)/`,
    {
      config: { scope: 'signedIn', errors: ['exam_not_found', ...VENDOR_ERRORS] },
      schema: {
        summary: "Get an exam's contact details and the settings of its proctoring provider",
        description:
          "The support contacts that a learner is shown before the exam, and what its provider says about itself in the caller's language.",
        operationId: 'getExamSettings',
        params: examParams,
        response: { 200: settings.describe('The contact details and settings') },
      },
    },
    async (request) => {
      const exam = await findExam(deps.pool, request.params.exam_id);
      if (!exam) throw new ApiError('exam_not_found');
      return {
        platform_name: site.platformName,
        contact_us: site.contactEmail,
        link_urls: Object.keys(site.linkUrls).length > 0 ? site.linkUrls : null,
        exam_proctoring_backend: {},
        ...(exam.isProctored &&
          (await providerSettings(deps, exam.courseId, exam.backend, request.headers['accept-language']))),
      };
    },
  );
  app.get(
    `${BASE}/review_policy/exam_id/:exam_id(^\\d+$)/`,
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: "Get the text of an exam's review policy",
        description: 'What reviewers are told to tolerate on the exam. It is given to the provider with each attempt.',
        operationId: 'getReviewPolicy',
        params: examParams,
        response: {
          200: z
            .object({ review_policy: z.string().nullable().describe('The text; null if the exam has no policy') })
            .meta({ example: { review_policy: 'A calculator is allowed.' } })
            .describe('The review policy'),
        },
      },
    },
    async (request) => ({ review_policy: await findReviewPolicy(deps.pool, request.params.exam_id) }),
  );
}
