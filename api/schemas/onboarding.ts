import { z } from 'zod';
import { pageNumber, queryFlag, wireTime } from './fields.ts';

/** rest-api §8.1. */
export const onboardingQuery = z.object({
  course_id: z.string().optional().describe('Required. Key of the course'),
  username: z.string().optional().describe('User name of another learner; for course staff only'),
  is_learning_mfe: queryFlag,
});

export const onboardingAnswer = z
  .object({
    onboarding_status: z.string().nullable().describe('null if the learner has never attempted it'),
    onboarding_link: z.string().nullable(),
    expiration_date: z.string().nullable(),
    onboarding_past_due: z.boolean(),
    onboarding_release_date: z.string(),
    review_requirements_url: z.string(),
  })
  .meta({ id: 'OnboardingStatus' });

/** rest-api §8.2. */
export const onboardingListQuery = z.object({
  page: pageNumber,
  text_search: z.string().optional().describe('Part of a user name or email address'),
  statuses: z.string().optional().describe('Comma-separated values of `status`'),
});

export const onboardingList = z
  .object({
    count: z.int(),
    previous: z.string().nullable(),
    next: z.string().nullable(),
    num_pages: z.int(),
    results: z.array(
      z.object({
        username: z.string(),
        enrollment_mode: z.string(),
        status: z.string().nullable(),
        modified: wireTime.nullable(),
      }),
    ),
    use_onboarding_profile_api: z.boolean(),
  })
  .meta({ id: 'OnboardingList' });
