import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { chooseExam, examAddress, onboardingCourse } from '../../onboarding/exam-choice.ts';
import { learnerStatus } from '../../onboarding/learner-status.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import type { AppDeps } from '../../app-deps.ts';
import { learnerOf } from '../../permissions/granted.ts';
import { onboardingAnswer, onboardingQuery } from '../../schemas/onboarding.ts';
import { wireTimeWithOffset } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';

const named = z.object({ course_id: z.string() });

/** Without the course it is not clear whose staff may ask. */
async function requireCourse({ query }: FastifyRequest): Promise<void> {
  if (!named.safeParse(query).data?.course_id)
    throw new ApiError('validation_failed', { detail: 'course_id: This field is required.' });
}

/** rest-api §8.1. */
export function onboardingStatus(app: App, deps: AppDeps): void {
  app.get(
    '/v1/user_onboarding/status',
    {
      preHandler: requireCourse,
      config: { scope: 'selfOrCourseStaff', namedIn: 'query', errors: ['onboarding_not_found'] },
      schema: {
        summary: "Get a learner's onboarding status in a course",
        description:
          'Of the exam that the learner should take now, and where it is. Course staff may name another learner.',
        operationId: 'getOnboardingStatus',
        querystring: onboardingQuery,
        response: { 200: onboardingAnswer.describe('The status') },
      },
    },
    async (request) => {
      const { course_id: courseId = '', is_learning_mfe: mfe } = request.query;
      const { id, username = '', isCaller } = learnerOf(request);
      const learner = { id, username };
      if (!isCaller) noteRead(request, 'onboarding.read', { course_id: courseId, user_id: id });
      const course = await onboardingCourse(deps, courseId);
      if (!course) throw new ApiError('onboarding_not_found');
      const chosen = chooseExam(course.exams, await deps.lookups.outline(learner, courseId), deps.clock());
      if (!chosen) throw new ApiError('onboarding_not_found');
      const status = await learnerStatus(deps, course, learner);
      if (!status) throw new ApiError('onboarding_not_found');
      return {
        ...status,
        onboarding_link: chosen.availability === 'available' ? examAddress(deps, chosen.exam, mfe) : null,
        onboarding_past_due: chosen.availability === 'past_due',
        onboarding_release_date: wireTimeWithOffset(chosen.startAt),
        review_requirements_url: course.vendor.helpCenterArticleUrl,
      };
    },
  );
}
