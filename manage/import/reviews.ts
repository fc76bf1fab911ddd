import { listKnownReviews, saveImportedReviews, type ImportedReview } from '../../db/imported-reviews.ts';
import { REVIEW_STATUSES } from '../../rules/attempt/events.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import { pages } from '../work.ts';
import { write, type ImportContext } from './context.ts';
import { bringPeople } from './people.ts';
import type { Fate } from './report.ts';
import { toReview } from './review-versions.ts';
import { listByIds } from './source/reader.ts';
import { listComments, listPastReviews, listReviews } from './source/reviews.ts';
import { examRow, type ReviewRow } from './source/rows.ts';

async function prepare(context: ImportContext, rows: readonly ReviewRow[]): Promise<ImportedReview[]> {
  const { source, vendors, report } = context;
  const codes = rows.map((row) => row.attempt_code);
  const past = Map.groupBy(await listPastReviews(source, codes), (each) => each.attempt_code);
  const comments = Map.groupBy(
    await listComments(
      source,
      rows.map(({ id }) => id),
    ),
    (each) => each.review_id,
  );
  const examIds = rows.flatMap(({ exam_id: id }) => (id === null ? [] : [id]));
  const exams = new Map(
    (await listByIds(source, 'exam', examRow, [...new Set(examIds)])).map((exam) => [exam.id, exam]),
  );
  await bringPeople(
    context,
    [...rows, ...[...past.values()].flat()].map((row) => row.reviewed_by_id),
  );
  return rows.flatMap((row) => {
    if (!REVIEW_STATUSES.some((known) => known === row.review_status)) {
      report.refuse('reviews', `review ${row.id}`, 'its status is not one of edx-proctoring');
      return [];
    }
    const backend = exams.get(row.exam_id ?? 0)?.backend || vendors.defaultName;
    const encrypt = (link: string) => findVendor(vendors, backend)?.encryptVideoUrl(link) ?? null;
    const history = { past: past.get(row.attempt_code) ?? [], comments: comments.get(row.id) ?? [], encrypt };
    return [toReview(row, history)];
  });
}

/** Reviews with what was posted before. They decided in the original, and decide nothing again. */
export async function importReviews(context: ImportContext): Promise<void> {
  const { source, pool, options, report } = context;
  const next = (afterId: number) => listReviews(source, { afterId, limit: options.batchSize });
  for await (const rows of pages(0, next, ({ id }) => id)) {
    const reviews = await prepare(context, rows);
    const known = new Map((await listKnownReviews(pool, reviews)).map((each) => [each.attemptCode, each]));
    const fates = reviews.map((review): [ImportedReview, Fate] => {
      const there = known.get(review.attemptCode);
      if (!there) return [review, 'new'];
      return [review, there.hasGoneOn ? 'gone on here' : there.isOlder ? 'changed' : 'same'];
    });
    for (const [, fate] of fates) report.count('reviews', fate);
    const toSave = fates.filter(([, fate]) => fate === 'new' || fate === 'changed').map(([review]) => review);
    await write(context, (db) => saveImportedReviews(db, toSave));
    await context.afterBatch(0);
  }
}
