import { z } from 'zod';
import { findExam } from '../../../db/exams.ts';
import { findReviewPolicy } from '../../../db/review-policies.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { errorBody } from '../../schemas/fields.ts';
import { examParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const BASE = '/v1/proctored_exam';

const settings = z
  .object({
    platform_name: z.string(),
    contact_us: z.string(),
    link_urls: z.record(z.string(), z.unknown()).nullable(),
    exam_proctoring_backend: z.record(z.string(), z.unknown()).nullable(),
    provider_tech_support_email: z.string().optional(),
    provider_tech_support_phone: z.string().optional(),
    provider_name: z.string().optional(),
    learner_notification_from_email: z.string().optional(),
    integration_specific_email: z.string().optional(),
    proctoring_escalation_email: z.string().nullish(),
  })
  .meta({ id: 'ProctoringSettings' });

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
    deps.lms.escalationEmail(courseId),
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
      config: { scope: 'signedIn' },
      schema: {
        summary: "Get an exam's contact details and the settings of its proctoring provider",
        tags: ['learner'],
        operationId: 'getExamSettings',
        params: examParams,
        response: { 200: settings, 400: errorBody, 403: errorBody, 500: errorBody, 503: errorBody },
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
        tags: ['learner'],
        operationId: 'getReviewPolicy',
        params: examParams,
        response: { 200: z.object({ review_policy: z.string().nullable() }), 403: errorBody },
      },
    },
    async (request) => ({ review_policy: await findReviewPolicy(deps.pool, request.params.exam_id) }),
  );
}
