import { z } from 'zod';
import type { AppDeps } from '../../app-deps.ts';
import { askPlatform } from '../../exams/ask-platform.ts';
import { findOwner } from '../../exams/own-courses.ts';
import { requireCourseStaff } from '../../permissions/course.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { fromPlatform } from '../../schemas/exams/attempt.ts';
import { empty } from '../../schemas/fields.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

const query = z.object({
  username: z.string().optional().describe('User name of another learner; for course staff only'),
});

/** Without an answer the page of the course shows no panel: there is no onboarding status here (edx-exams §1.9). */
export function examOnboarding(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths(coursePaths('/student/course_id/:course/onboarding'))) {
    app.get(
      url,
      {
        config: { scope: 'signedIn', errors: ['staff_only', 'platform_unavailable'] },
        schema: {
          hide,
          summary: "Get a learner's onboarding status, in courses of the platform's own edx-proctoring",
          description: 'Of our own courses there is none: 404 without a body keeps the panel off the page.',
          operationId: 'getPlatformOnboarding',
          params: courseParams,
          querystring: query,
          response: {
            200: fromPlatform.meta({ example: { onboarding_status: 'submitted', onboarding_past_due: false } }),
            404: empty,
          },
        },
      },
      async (request, reply) => {
        const { course } = request.params;
        const { platform } = await findOwner(deps, course);
        if (platform === null) return await reply.code(404).send(undefined);
        const caller = callerOf(request);
        const { username = caller.username } = request.query;
        if (username !== caller.username) await requireCourseStaff(caller, course);
        const { status, body } = await askPlatform(platform.onboardingStatus(course, username));
        return await reply.code(status as 200).send(Object(body) as Record<string, unknown>);
      },
    );
  }
}
