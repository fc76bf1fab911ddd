import { findExam, type Exam } from '../../../db/exams.ts';
import type { PlatformProctoring } from '../../../lms/platform/port.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { askPlatformOrGoOn } from '../../exams/ask-platform.ts';
import { findOwner } from '../../exams/own-courses.ts';
import { providerSettings } from '../../schemas/exams/course.ts';
import { examInCourse } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

/** Where a learner finds help with the provider of an exam; empty without one. */
function supportOf(deps: AppDeps, exam: Exam | null) {
  const vendor = exam && vendorOf(deps.vendors, exam);
  if (!vendor) return {};
  return {
    provider_tech_support_email: vendor.techSupportEmail || null,
    provider_tech_support_phone: vendor.techSupportPhone || null,
    provider_tech_support_url: vendor.courseChoice?.techSupportUrl ?? null,
    provider_name: vendor.verboseName,
  };
}

/** The platform's own settings; none if it is away. */
async function readPlatformSettings(deps: AppDeps, platform: PlatformProctoring, examId: number) {
  const failure = 'the platform did not show the settings of an exam of its own';
  const answer = await askPlatformOrGoOn(deps, platform.examSettings(examId), failure);
  return { status: answer?.status ?? 200, body: Object(answer?.body) as Record<string, unknown> };
}

/** edx-exams §1.9. */
export function examProviderSettings(app: App, deps: AppDeps): void {
  const path = '/exam/provider_settings/course_id/:course/exam_id/:exam_id(^\\d+$)';
  for (const { url, hide } of openPaths(coursePaths(path))) {
    app.get(
      url,
      {
        config: { scope: 'signedIn' },
        schema: {
          hide,
          summary: 'Get where learners find help with an exam',
          description: 'For the page on which a learner prepares for a proctored exam.',
          operationId: 'getProviderSettings',
          params: examInCourse,
          response: { 200: providerSettings.describe('The settings') },
        },
      },
      async (request, reply) => {
        const { course, exam_id: examId } = request.params;
        const { platform, configuration } = await findOwner(deps, course);
        if (platform) {
          const { status, body } = await readPlatformSettings(deps, platform, examId);
          return await reply.code(status as 200).send(body);
        }
        const exam = await findExam(deps.pool, examId);
        return {
          ...supportOf(deps, exam?.courseId === course ? exam : null),
          proctoring_escalation_email: configuration.escalationEmail ?? (await deps.lookups.escalationEmail(course)),
        };
      },
    );
  }
}
