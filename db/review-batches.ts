import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const reviewRow = rowOf({
  id: wholeNumber,
  attemptId: wholeNumber,
  attemptCode: z.string(),
  attemptStatus: z.string(),
  reviewStatus: z.string(),
  reviewedBy: wholeNumber.nullable(),
  revision: wholeNumber,
});

/** What an attempt has to be told about its stored review. */
export type BatchedReview = z.output<typeof reviewRow>;

const countRow = rowOf({ count: wholeNumber });
const codeRow = rowOf({ attemptCode: z.string() });

/** From `start` to `end`, both included; epoch milliseconds. */
export interface TimeRange {
  start: number;
  end: number;
}

const modifiedWithin = ({ start, end }: TimeRange) => sql.fragment`
  from review join live_attempt attempt on attempt.attempt_code = review.attempt_code
  where review.modified between ${toTimestamp(start)} and ${toTimestamp(end)}`;

/** How many reviews of live attempts were modified in the range. */
export async function countReviewsModified(db: CommonQueryMethods, range: TimeRange): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) ${modifiedWithin(range)}`);
}

/** The next `limit` of these reviews by id, after the review `afterId`. */
export async function listReviewsModified(
  db: CommonQueryMethods,
  range: TimeRange,
  { afterId, limit }: { afterId: number; limit: number },
): Promise<readonly BatchedReview[]> {
  return await db.any(sql.type(reviewRow)`
    select review.id, attempt.id as attempt_id, attempt.attempt_code, attempt.status as attempt_status,
      review.review_status, review.reviewed_by, review.revision
    ${modifiedWithin(range)} and review.id > ${afterId} order by review.id limit ${limit}`);
}

/** Codes of attempts that are gone while a review, or an earlier version of one, counts as active. */
const orphaned = sql.fragment`
  select attempt_code from (
    select attempt_code from review where is_attempt_active
    union select attempt_code from review_history where is_attempt_active) reviewed
  where not exists (select 1 from live_attempt where live_attempt.attempt_code = reviewed.attempt_code)`;

export async function countOrphanedReviews(db: CommonQueryMethods): Promise<number> {
  return await db.oneFirst(sql.type(countRow)`select count(*) from (${orphaned}) orphan`);
}

/** The next `limit` codes of such attempts in their order, after `afterCode`. */
export async function listOrphanedReviews(
  db: CommonQueryMethods,
  { afterCode, limit }: { afterCode: string; limit: number },
): Promise<readonly string[]> {
  return await db.anyFirst(sql.type(codeRow)`
    ${orphaned} and attempt_code > ${afterCode} order by attempt_code limit ${limit}`);
}

/** Marks the review of an attempt that is gone, and the versions before it, as no longer active. */
export async function deactivateReviews(pool: DatabasePool, attemptCode: string): Promise<void> {
  await pool.transaction(async (tx) => {
    await tx.query(sql.type(none)`
      update review set is_attempt_active = false where attempt_code = ${attemptCode} and is_attempt_active`);
    await tx.query(sql.type(none)`
      update review_history set is_attempt_active = false where attempt_code = ${attemptCode} and is_attempt_active`);
  });
}
