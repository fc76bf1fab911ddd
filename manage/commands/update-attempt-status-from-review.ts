import { z } from 'zod';
import { countReviewsModified, listReviewsModified, type BatchedReview } from '../../db/review-batches.ts';
import { REVIEW_STATUSES } from '../../rules/attempt/events.ts';
import { defineCommand, REASON, typedReason } from '../command.ts';
import { pages, signFor, type ManagementDeps, type Problem, type Task } from '../work.ts';

const NAME = 'update-attempt-status-from-review';

/** `2030-01-15` (midnight UTC) or an instant with its offset, `2030-01-15T10:30:00Z`; in epoch milliseconds. */
const typedInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'is not a date or a date and time with Z or an offset')
  .transform((text) => Date.parse(text));

function toTask(deps: ManagementDeps, review: BatchedReview, reason: string | undefined): Task | Problem {
  const subject = `attempt ${review.attemptId}`;
  const reviewStatus = REVIEW_STATUSES.find((known) => known === review.reviewStatus);
  if (reviewStatus === undefined)
    return { subject, problem: `its review has the unknown status ${review.reviewStatus}` };
  const { reviewedBy, revision } = review;
  const perform = async () => {
    const payload = {
      ...(await signFor(deps, { attemptCode: review.attemptCode, command: NAME, reason })),
      reviewStatus,
      reviewedBy,
      revision,
      reapply: true,
    };
    return (await deps.attempts.tell(review.attemptCode, 'review', payload)).changed;
  };
  return { subject, plan: `is ${review.attemptStatus}; its review says ${reviewStatus}`, perform };
}

/** Lets stored reviews decide the status of their attempts again (attempt-lifecycle §3.6, §7). */
export const updateAttemptStatusFromReview = defineCommand({
  name: NAME,
  summary: 'Let the reviews that were stored in a time range decide the status of their attempts again.',
  notes: [
    'For reviews that never reached their attempt, or after a change in what counts as a pass. Attempts that already have',
    'the right status are left alone; a status that staff have set by hand since is replaced by that of the review.',
  ].join('\n'),
  options: {
    start: {
      type: 'string',
      value: 'TIME',
      help: 'reviews stored or changed from this time on (2030-01-15 or 2030-01-15T10:30:00Z)',
    },
    end: { type: 'string', value: 'TIME', help: 'and up to this time' },
    reason: REASON,
  },
  values: z
    .object({ start: typedInstant, end: typedInstant, reason: typedReason })
    .refine(({ start, end }) => start <= end, { path: ['end'], message: 'is before the start' }),
  async prepare(deps, { start, end, reason }, batchSize) {
    const { pool } = deps;
    const range = { start, end };
    const next = (afterId: number) => listReviewsModified(pool, range, { afterId, limit: batchSize });
    async function* batches() {
      for await (const page of pages(0, next, ({ id }) => id)) yield page.map((review) => toTask(deps, review, reason));
    }
    return { total: await countReviewsModified(pool, range), batches: batches() };
  },
});
