import { z } from 'zod';
import { countOrphanedReviews, deactivateReviews, listOrphanedReviews } from '../../db/review-batches.ts';
import { defineCommand } from '../command.ts';
import { pages, type Task } from '../work.ts';

/** Corrects the reviews of attempts that are gone; changes no attempt and no status (attempt-lifecycle §7). */
export const setIsAttemptActive = defineCommand({
  name: 'set-is-attempt-active',
  summary: 'Mark the reviews of attempts that no longer exist, and their earlier versions, as inactive.',
  notes: 'A review that arrives for a deleted attempt is stored as active.',
  options: {},
  values: z.object({}),
  async prepare({ pool }, _values, batchSize) {
    const next = (afterCode: string) => listOrphanedReviews(pool, { afterCode, limit: batchSize });
    const toTask = (code: string): Task => ({
      subject: `review of ${code}`,
      plan: 'becomes inactive',
      perform: () => deactivateReviews(pool, code).then(() => true),
    });
    async function* batches() {
      for await (const page of pages('', next, (code) => code)) yield page.map(toTask);
    }
    return { total: await countOrphanedReviews(pool), batches: batches() };
  },
});
