import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

export interface ReviewWrite {
  attemptCode: string;
  reviewStatus: string;
  /** The vendor's message as JSON, without the link to the recording. */
  rawData: string;
  encryptedVideoUrl: Buffer | null;
  reviewedBy: number | null;
  studentId: number;
  examId: number;
  comments: readonly { comment: string; status: string; start: number; stop: number; duration: number }[];
  /** Epoch milliseconds. */
  at: number;
}

export type SavedReview = { id: number; revision: number } | 'exists';

const storedRow = rowOf({
  id: wholeNumber,
  revision: wholeNumber,
  reviewStatus: z.string(),
  rawData: z.string(),
  reviewedBy: wholeNumber.nullable(),
});

function isRepeat(stored: z.output<typeof storedRow>, write: ReviewWrite): boolean {
  const { reviewStatus, rawData, reviewedBy } = stored;
  return reviewStatus === write.reviewStatus && rawData === write.rawData && reviewedBy === write.reviewedBy;
}

const videoOf = ({ encryptedVideoUrl: video }: ReviewWrite) => (video === null ? null : sql.binary(video));

const commentsOf = ({ comments }: ReviewWrite) =>
  sql.unnest(
    comments.map(({ start, stop, duration, comment, status }) => [start, stop, duration, comment, status]),
    ['int4', 'int4', 'int4', 'text', 'text'],
  );

/**
 * How many reviews the attempt has been told of. After a restore from an older backup these may be more than are stored,
 * and the next one must not look like one of them.
 */
const toldOf = ({ attemptCode }: ReviewWrite) => sql.fragment`coalesce((
  select (state->>'reviewRevision')::int4 from attempt where attempt_code = ${attemptCode}), 0)`;

/** The first post about an attempt with its comments; null if there is one already. */
async function insertReview(db: CommonQueryMethods, write: ReviewWrite) {
  const at = toTimestamp(write.at);
  return await db.maybeOne(sql.prepared('insert_review', storedRow)`
    with inserted as (
      insert into review (attempt_code, review_status, raw_data, encrypted_video_url, reviewed_by, student_id, exam_id,
        revision, created, modified)
      values (${write.attemptCode}, ${write.reviewStatus}, ${write.rawData}, ${videoOf(write)}, ${write.reviewedBy},
        ${write.studentId}, ${write.examId}, ${toldOf(write)} + 1, ${at}, ${at})
      on conflict on constraint review_attempt_unique do nothing
      returning id, revision, review_status, raw_data, reviewed_by
    ), commented as (
      insert into review_comment (review_id, start_time, stop_time, duration, comment, status)
      select id, start, stop, duration, comment, status
      from (select id from inserted) as review cross join ${commentsOf(write)}
        as said (start, stop, duration, comment, status)
    )
    select id, revision, review_status, raw_data, reviewed_by from inserted`);
}

async function replaceComments(tx: CommonQueryMethods, reviewId: number, write: ReviewWrite): Promise<void> {
  await tx.query(sql.type(none)`delete from review_comment where review_id = ${reviewId}`);
  await tx.query(sql.type(none)`
    insert into review_comment (review_id, start_time, stop_time, duration, comment, status)
    select ${reviewId}::int8, said.* from ${commentsOf(write)} as said`);
}

/**
 * Stores what a vendor found. A repeat of the same message changes nothing and returns the existing revision. A
 * different message replaces the review and its comments and keeps the old ones in the history, unless updates are not
 * allowed.
 */
export async function saveReview(
  pool: DatabasePool,
  write: ReviewWrite,
  options: { allowUpdates: boolean },
): Promise<SavedReview> {
  const inserted = await insertReview(pool, write);
  if (inserted) return inserted;
  return await pool.transaction(async (tx) => {
    const stored = await tx.one(sql.type(storedRow)`
      select id, revision, review_status, raw_data, reviewed_by from review
      where attempt_code = ${write.attemptCode} for update`);
    if (!options.allowUpdates) return 'exists';
    if (isRepeat(stored, write)) return stored;
    const replaced = await tx.one(sql.type(storedRow)`
      update review set review_status = ${write.reviewStatus}, raw_data = ${write.rawData},
        encrypted_video_url = ${videoOf(write)}, reviewed_by = ${write.reviewedBy}, revision = greatest(revision, ${toldOf(write)}) + 1, modified = ${toTimestamp(write.at)}
      where id = ${stored.id} returning id, revision, review_status, raw_data, reviewed_by`);
    await replaceComments(tx, replaced.id, write);
    return replaced;
  });
}

const videoRow = rowOf({ encryptedVideoUrl: z.instanceof(Buffer).nullable() });

/** The encrypted link to the recording of an attempt. */
export async function findEncryptedVideo(db: CommonQueryMethods, attemptCode: string): Promise<Buffer | null> {
  return await db.maybeOneFirst(sql.type(videoRow)`
    select encrypted_video_url from review where attempt_code = ${attemptCode}`);
}
