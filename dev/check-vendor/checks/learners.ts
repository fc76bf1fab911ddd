import { z } from 'zod';
import { onboardingPathOf, userPathOf } from '../../../vendors/rest/paths.ts';
import type { Check } from '../check.ts';
import { CHECKED_COURSE, PSEUDONYM } from '../examples.ts';
import { expectStatus } from '../expectations.ts';

const profile = z.looseObject({ user_id: z.string(), status: z.string(), expiration_date: z.string().nullish() });
const page = z.looseObject({ results: z.array(profile) });

/** What the vendor knows of learners. */
export const LEARNER_CHECKS: readonly Check[] = [
  {
    id: 'onboarding-profile',
    title: 'The onboarding profile of a learner can be read',
    async run({ vendor }) {
      const answer = await vendor.call('GET', onboardingPathOf(CHECKED_COURSE, { user_id: PSEUDONYM }));
      if (answer.status === 404) return [];
      const isProfile = profile.safeParse(answer.json).success;
      return [
        ...expectStatus(answer, [200], 'a profile, or 404 if onboarding is not offered.'),
        ...(isProfile
          ? []
          : ['The answer is no profile: {"user_id": text, "status": text, "expiration_date": text or null}.']),
      ];
    },
  },
  {
    id: 'onboarding-profiles',
    title: 'Onboarding profiles can be listed by status',
    async run({ vendor }) {
      const path = onboardingPathOf(CHECKED_COURSE, { status: 'approved-in-course,rejected' });
      const answer = await vendor.call('GET', path);
      if (answer.status === 404) return [];
      const isPage = page.safeParse(answer.json).success;
      return [
        ...expectStatus(answer, [200], 'a page of profiles, or 404 if onboarding is not offered.'),
        ...(isPage ? [] : ['The answer is no page: {"results": [profiles], …}.']),
      ];
    },
  },
  {
    id: 'learner-retired',
    title: "A learner's data can be deleted, and the deletion can be repeated",
    async run({ vendor }) {
      const problems: string[] = [];
      for (let time = 1; time <= 2; time += 1) {
        const answer = await vendor.call('DELETE', userPathOf(PSEUDONYM));
        const isAnswer = typeof answer.json === 'boolean' || answer.json === 0 || answer.json === 1;
        if (!isAnswer) problems.push(`${answer.call} answered ${answer.status}; expected true or false.`);
      }
      return [...new Set(problems)];
    },
  },
];
