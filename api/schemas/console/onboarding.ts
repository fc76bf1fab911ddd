import { z } from 'zod';
import { OVERVIEW_STATES } from '../../../rules/onboarding/overview.ts';
import { timeOrNull } from '../fields.ts';

const perState = Object.fromEntries(
  OVERVIEW_STATES.map((state) => [state, z.int().describe(`In the state \`${state}\``)]),
) as { [State in (typeof OVERVIEW_STATES)[number]]: z.ZodInt };

export const overviewState = z
  .enum(OVERVIEW_STATES)
  .describe(
    '`none`: not begun; `submitted`: waits for a decision; `expiring`: approved for less than 28 days more; `expired`: ' +
      'no longer approved',
  );

const EXAMPLE = {
  counts: { none: 14, started: 2, submitted: 3, rejected: 1, error: 0, verified: 218, expiring: 2, expired: 0 },
  rows: [
    {
      learner: [1001, 'alice', 'Alice Learner'],
      state: 'expiring',
      since: '2025-12-10T09:12:44.301000Z',
      expires_at: '2026-12-10T09:12:44.301000Z',
      exam: 7,
      attempt_id: 12,
    },
    { learner: [null, 'bob', ''], state: 'none', since: null, expires_at: null, exam: null, attempt_id: null },
  ],
  next: '50',
};

export const onboardingOverview = z
  .object({
    counts: z.object(perState).describe('Learners by state, of all that `q` finds'),
    rows: z
      .array(
        z.object({
          learner: z
            .tuple([z.int().nullable(), z.string(), z.string()])
            .describe('Id, user name and full name; the id is null for somebody who has never been here'),
          state: overviewState,
          since: timeOrNull('Since when'),
          expires_at: timeOrNull('When the approval ends or has ended'),
          exam: z.int().nullable().describe('Id of the onboarding exam that was taken; null if none was'),
          attempt_id: z.int().nullable().describe('The onboarding attempt; null if there is none in this course'),
        }),
      )
      .describe('The page'),
    next: z.string().nullable().describe('`cursor` of the next page; null on the last'),
  })
  .meta({
    id: 'OnboardingOverview',
    description: 'How far the learners of a course are with onboarding',
    examples: [EXAMPLE],
  });
