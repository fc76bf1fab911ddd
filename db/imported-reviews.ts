import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toJson, toTimestamp } from './columns.ts';

interface ImportedComment {
  start_time: number;
  stop_time: number;
  duration: number;
  comment: string;
  status: string;
}

/** What was posted about an attempt. */
interface ImportedPost {
  attemptCode: string;
  reviewStatus: string;
  rawData: string;
  /** The encrypted link to the recording, in base 64. */
  video: string | null;
  reviewedBy: number | null;
  isAttemptActive: boolean;
  comments: readonly ImportedComment[];
}

/** A review of another service with what it was before, the oldest first. Instants are epoch milliseconds. */
export interface ImportedReview extends ImportedPost {
  studentId: number | null;
  examId: number | null;
  created: number;
  modified: number;
  past: readonly (ImportedPost & { until: number })[];
}

const knownRow = rowOf({ attemptCode: z.string(), isOlder: z.boolean(), hasGoneOn: z.boolean() });

/** Those that are here, whether what is given is newer, and whether somebody has posted another one here. */
export async function listKnownReviews(db: CommonQueryMethods, reviews: readonly ImportedReview[]) {
  return await db.any(sql.type(knownRow)`
    select review.attempt_code, review.modified < ${toTimestamp(sql.fragment`given.modified`)} as is_older,
      review.revision > 1 as has_gone_on
    from ${sql.unnest(
      reviews.map(({ attemptCode, modified }) => [attemptCode, modified]),
      ['text', 'float8'],
    )} as given (attempt_code, modified)
    join review on review.attempt_code = given.attempt_code`);
}

const at = (name: string) => toTimestamp(sql.fragment`given.${sql.identifier([name])}`);

const postColumns = sql.fragment`"attemptCode" text, "reviewStatus" text, "rawData" text, video text,
  "reviewedBy" bigint, "isAttemptActive" boolean, comments jsonb`;

/** Writes reviews in the place of what is here of them. They come with no effect, and decide nothing. */
export async function saveImportedReviews(db: CommonQueryMethods, reviews: readonly ImportedReview[]): Promise<void> {
  const codes = sql.array(
    reviews.map(({ attemptCode }) => attemptCode),
    'text',
  );
  await db.query(sql.type(none)`delete from review where attempt_code = any(${codes})`);
  // The deletion has put them there.
  await db.query(sql.type(none)`delete from review_history where attempt_code = any(${codes})`);
  const given = sql.fragment`jsonb_to_recordset(${toJson(reviews.map(({ past: _, ...review }) => review))})
    as given (${postColumns}, "studentId" bigint, "examId" bigint, created float8, modified float8)`;
  await db.query(sql.type(none)`
    insert into review (attempt_code, review_status, raw_data, encrypted_video_url, reviewed_by, is_attempt_active,
      student_id, exam_id, created, modified)
    select "attemptCode", "reviewStatus", "rawData", decode(video, 'base64'),
      (select id from person where id = "reviewedBy"), "isAttemptActive", (select id from person where id = "studentId"),
      (select id from exam where id = "examId"), ${at('created')}, ${at('modified')}
    from ${given}`);
  await db.query(sql.type(none)`
    insert into review_comment (review_id, start_time, stop_time, duration, comment, status)
    select review.id, each.start_time, each.stop_time, each.duration, each.comment, each.status
    from ${given} join review on review.attempt_code = given."attemptCode"
    cross join lateral rows from (jsonb_to_recordset(given.comments)
      as (start_time integer, stop_time integer, duration integer, comment text, status text)) with ordinality
      as each (start_time, stop_time, duration, comment, status, place)
    order by review.id, each.place`);
  await db.query(sql.type(none)`
    insert into review_history (operation, recorded, attempt_code, review_status, raw_data, encrypted_video_url, reviewed_by,
      is_attempt_active, comments)
    select '~', ${at('until')}, "attemptCode", "reviewStatus", "rawData", decode(video, 'base64'), "reviewedBy",
      "isAttemptActive", comments
    from jsonb_to_recordset(${toJson(reviews.flatMap(({ past }) => past))}) as given (${postColumns}, "until" float8)
    order by given."until"`);
}
