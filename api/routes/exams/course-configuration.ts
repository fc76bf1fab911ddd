import { findCourseConfiguration } from '../../../db/course-configurations.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { configureCourse } from '../../exams/configure-course.ts';
import { courseConfiguration, courseConfigurationChange } from '../../schemas/exams/course.ts';
import { fieldErrorsSchema } from '../../schemas/exam.ts';
import { empty } from '../../schemas/fields.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

/** What the settings page of a course reads and saves (edx-exams §1.2). */
export function courseConfigurations(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths(coursePaths('/configs/course_id/:course'))) {
    app.get(
      url,
      {
        config: { scope: 'signedIn' },
        schema: {
          hide,
          summary: "Get a course's proctoring provider and its address for disputes",
          description: 'Both are null in a course that has chosen nothing.',
          operationId: 'getCourseConfiguration',
          params: courseParams,
          response: { 200: courseConfiguration.describe('What the team of the course has chosen') },
        },
      },
      async (request) => {
        const found = await findCourseConfiguration(deps.pool, request.params.course);
        return { provider: found?.backend ?? null, escalation_email: found?.escalationEmail ?? null };
      },
    );
    app.patch(
      url,
      {
        attachValidation: true,
        config: { scope: 'courseStaff', fieldErrors: true },
        schema: {
          hide,
          summary: "Set a course's proctoring provider and its address for disputes",
          description: 'The exams of the course keep their ids, and attempts the provider that they were begun with.',
          operationId: 'setCourseConfiguration',
          params: courseParams,
          body: courseConfigurationChange,
          response: { 204: empty, 400: fieldErrorsSchema },
        },
      },
      async (request, reply) => {
        const { provider: backend, escalation_email: escalationEmail } = request.body;
        if (backend !== null && !deps.vendors.names.includes(backend)) {
          throw new ApiError('validation_failed', { body: { provider: ['Proctoring provider does not exist.'] } });
        }
        await configureCourse(deps, request.params.course, { backend, escalationEmail });
        return await reply.code(204).send(undefined);
      },
    );
  }
}
