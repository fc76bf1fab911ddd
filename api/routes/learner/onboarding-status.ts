import { findPersonByUsername } from '../../../db/people.ts';
import { ApiError } from '../../errors/api-error.ts';
import { chooseExam, examAddress, onboardingCourse } from '../../onboarding/exam-choice.ts';
import { learnerStatus } from '../../onboarding/learner-status.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf, requireCourseStaff } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import type { LearnerRef } from '../../../lms/port.ts';
import { errorBody } from '../../schemas/fields.ts';
import { onboardingAnswer, onboardingQuery } from '../../schemas/onboarding.ts';
import { wireTimeWithOffset } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';

async function learnerOf(deps: AppDeps, caller: Caller, course: string, username?: string): Promise<LearnerRef> {
  const self = { id: caller.userId, username: caller.username };
  if (!username || username === caller.username) return self;
  const person = await findPersonByUsername(deps.pool, username);
  if (person?.id === caller.userId) return self;
  await requireCourseStaff(caller, course);
  if (!person) throw new ApiError('user_not_found');
  return person;
}

/** rest-api §8.1. */
export function onboardingStatus(app: App, deps: AppDeps): void {
  app.get(
    '/v1/user_onboarding/status',
    {
      config: { scope: 'selfOrCourseStaff' },
      schema: {
        summary: "Get a learner's onboarding status in a course",
        tags: ['learner'],
        operationId: 'getOnboardingStatus',
        querystring: onboardingQuery,
        response: { 200: onboardingAnswer, 400: errorBody, 403: errorBody, 404: errorBody },
      },
    },
    async (request) => {
      const { course_id: courseId, username, is_learning_mfe: mfe } = request.query;
      if (!courseId) throw new ApiError('validation_failed', { detail: 'course_id: This field is required.' });
      const learner = await learnerOf(deps, callerOf(request), courseId, username);
      if (learner.id !== callerOf(request).userId)
        noteRead(request, 'onboarding.read', { course_id: courseId, user_id: learner.id });
      const course = await onboardingCourse(deps, courseId);
      if (!course) throw new ApiError('onboarding_not_found');
      const chosen = chooseExam(course.exams, await deps.lms.outline(learner, courseId), deps.clock());
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
