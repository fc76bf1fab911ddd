import { z } from 'zod';
import { COURSE } from './examples.ts';
import { pageNumber, QUERY_FLAG, queryFlag, timeOrNull } from './fields.ts';

/** rest-api §8.1. */
export const onboardingQuery = z.object({
  course_id: z.string().optional().describe('Required. Key of the course'),
  username: z.string().optional().describe('User name of another learner; for course staff only'),
  is_learning_mfe: queryFlag.describe(`Give links into the learning front end. ${QUERY_FLAG}`),
});

export const onboardingAnswer = z
  .object({
    onboarding_status: z.string().nullable().describe('null if the learner has never attempted it'),
    onboarding_link: z.string().nullable().describe('Where the onboarding exam is; null if it cannot be taken now'),
    expiration_date: z
      .string()
      .nullable()
      .describe('Until when the approval holds: ISO 8601 in UTC, or as the provider writes it; null if there is none'),
    onboarding_past_due: z.boolean().describe('Whether the onboarding exam is past its due date'),
    onboarding_release_date: z.string().describe('When the onboarding exam opens: ISO 8601 with the offset `+00:00`'),
    review_requirements_url: z.string().describe("The provider's help page on what it requires; may be empty"),
  })
  .meta({
    id: 'OnboardingStatus',
    description: 'How far a learner is with onboarding in a course',
    example: {
      onboarding_status: 'verified',
      onboarding_link: `https://learning.example.com/course/${COURSE}/block-v1:Demo+Exams+2030+type@sequential+block@onboarding`,
      expiration_date: '2032-05-20T08:15:00Z',
      onboarding_past_due: false,
      onboarding_release_date: '2030-05-01T00:00:00+00:00',
      review_requirements_url: 'https://watchful.example.com/help',
    },
  });

/** rest-api §8.2. */
export const onboardingListQuery = z.object({
  page: pageNumber,
  text_search: z.string().optional().describe('Part of a user name or email address'),
  statuses: z.string().optional().describe('Comma-separated values of `status`'),
});

export const onboardingList = z
  .object({
    count: z.int().describe('Number of learners on all pages'),
    previous: z.string().nullable().describe('Path of the page before; null on the first'),
    next: z.string().nullable().describe('Path of the next page; null on the last'),
    num_pages: z.int().describe('Number of pages'),
    results: z
      .array(
        z.object({
          username: z.string().describe('User name of the learner'),
          enrollment_mode: z.string().describe('How the learner is enrolled, such as `verified`'),
          status: z.string().nullable().describe('Onboarding status of the learner'),
          modified: timeOrNull('When the status last changed'),
        }),
      )
      .describe('The learners of this page'),
    use_onboarding_profile_api: z.boolean().describe("Whether the statuses are the proctoring provider's own"),
  })
  .meta({
    id: 'OnboardingList',
    description: 'One page of the learners of a course with their onboarding status',
    example: {
      count: 1,
      previous: null,
      next: null,
      num_pages: 1,
      results: [
        { username: 'alice', enrollment_mode: 'verified', status: 'submitted', modified: '2030-05-20T08:15:00Z' },
      ],
      use_onboarding_profile_api: false,
    },
  });
