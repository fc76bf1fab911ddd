import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { reviewComment } from './review-posts.ts';

const lookRow = rowOf({
  attemptId: wholeNumber,
  examId: wholeNumber,
  examName: z.string(),
  /** When it began to wait. */
  since: instant,
  /** The provider's latest post; null if nobody but staff asked for the second look. */
  review: z
    .object({
      status: z.string(),
      comments: z.array(reviewComment),
      by: z.string().nullable(),
      receivedAt: instant,
      revisions: wholeNumber,
    })
    .nullable(),
  backend: z.string().nullable(),
  hasVideo: z.boolean(),
  isKnownToVendor: z.boolean(),
});

/** An attempt that waits for a person's decision; instants in epoch milliseconds. */
export type SecondLook = z.output<typeof lookRow>;

export interface SecondLookPlace {
  since: number;
  id: number;
}

/** The attempts of a course that wait for a person's decision, the oldest first, after the last one that was seen. */
export async function listSecondLooks(
  db: CommonQueryMethods,
  { courseId, after }: { courseId: string; after?: SecondLookPlace | undefined },
  limit: number,
): Promise<readonly SecondLook[]> {
  const isLater = after
    ? sql.fragment`(asked.at, a.id) > (${toTimestamp(after.since)}, ${after.id})`
    : sql.fragment`true`;
  return await db.any(sql.type(lookRow)`
    select a.id as attempt_id, a.exam_id, exam.exam_name, asked.at as since, a.backend,
      review.review_status as "review.status", reviewer.username as "review.by",
      review.modified as "review.received_at", review.revision as "review.revisions",
      case when review.id is not null then coalesce((
        select jsonb_agg(jsonb_build_object('start', c.start_time, 'stop', c.stop_time, 'text', c.comment,
          'status', c.status) order by c.start_time, c.id)
        from review_comment c where c.review_id = review.id), '[]') end as "review.comments",
      review.encrypted_video_url is not null as has_video, a.vendor_attempt_id is not null as is_known_to_vendor
    from live_attempt a
    join exam on exam.id = a.exam_id
    cross join lateral (
      select at from attempt_transition t
      where t.attempt_id = a.id and t.to_status = a.status and t.from_status is distinct from t.to_status
      order by t.version desc limit 1) asked
    left join review on review.attempt_code = a.attempt_code
    left join person reviewer on reviewer.id = review.reviewed_by
    where exam.course_id = ${courseId} and a.status = 'second_review_required' and ${isLater}
    order by asked.at, a.id limit ${limit}`);
}
