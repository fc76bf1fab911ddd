import { z } from 'zod';
import { countOrphanedReviews, deactivateReviews, orphanedReviewsAfter } from '../../db/review-batches.ts';
import { defineCommand } from '../command.ts';
import { pages, type Step } from '../work.ts';

/** Sets right what reviews say about attempts that are gone; no attempt and no status is touched (attempt-lifecycle §7). */
export const setIsAttemptActive = defineCommand({
  name: 'set-is-attempt-active',
  summary: 'Mark the reviews of attempts that no longer exist as inactive, earlier versions of the reviews too.',
  notes: 'A review that arrives for a deleted attempt is stored as active.',
  options: {},
  values: z.object({}),
  async prepare({ pool }, _values, batchSize) {
    const next = (afterCode: string) => orphanedReviewsAfter(pool, { afterCode, limit: batchSize });
    const stepFor = (code: string): Step => ({
      subject: `review of ${code}`,
      plan: 'becomes inactive',
      perform: () => deactivateReviews(pool, code).then(() => true),
    });
    async function* batches() {
      for await (const page of pages('', next, (code) => code)) yield page.map(stepFor);
    }
    return { total: await countOrphanedReviews(pool), batches: batches() };
  },
});
