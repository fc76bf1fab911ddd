import { findReviewPolicy } from '../../../db/review-policies.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { readBackendHealth } from '../../exams/backend-health.ts';
import { effectiveSettings } from '../../exams/effective-settings.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { examInCourse } from '../../schemas/params.ts';
import { examConfiguration as answer } from '../../schemas/console/settings.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** How an exam is set up, for people who wonder why it does what it does. Secrets are no part of it. */
export function settings(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/exams/:exam_id(^\\d+$)/settings')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['exam_not_found'] },
        schema: {
          hide,
          summary: 'Get the settings of an exam, each with what sets it, and how its provider is',
          description: 'With where each value comes from, and what it means for the exam.',
          operationId: 'getExamConfiguration',
          params: examInCourse,
          querystring: noQuery,
          response: { 200: answer.describe('The settings') },
        },
      },
      async (request) => {
        const exam = grantedExamOf(request);
        const vendor = vendorOf(deps.vendors, exam);
        const policy = await findReviewPolicy(deps.pool, exam.id);
        const [backend = null] = vendor ? await readBackendHealth(deps, [vendor.name]) : [];
        return {
          exam: { id: exam.id, course: exam.courseId, name: exam.examName },
          settings: effectiveSettings(deps, exam, policy),
          backend,
        };
      },
    );
  }
}
