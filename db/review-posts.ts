import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, wholeNumber } from './columns.ts';

export const reviewComment = z.object({ start: wholeNumber, stop: wholeNumber, text: z.string(), status: z.string() });

const postRow = rowOf({
  status: z.string(),
  comments: z.array(reviewComment),
  by: z.string().nullable(),
  receivedAt: instant,
  hasVideo: z.boolean(),
});

/** One post about an attempt; `receivedAt` in epoch milliseconds. */
export type ReviewPost = z.output<typeof postRow>;

/**
 * Everything that was posted about an attempt, the oldest first. The history has what a post replaced, and when; saving the
 * same again, or only that the attempt is gone, is no post.
 */
export async function listReviewPosts(db: CommonQueryMethods, attemptCode: string): Promise<ReviewPost[]> {
  const saved = await db.any(sql.type(postRow)`
    with version as (
      select history_id as place, review_status as status, comments, reviewed_by, encrypted_video_url, recorded as until
      from review_history where attempt_code = ${attemptCode}
      union all
      select null, review_status, coalesce((
          select jsonb_agg(to_jsonb(c) - 'id' - 'review_id' order by c.id) from review_comment c where c.review_id = review.id),
        '[]'), reviewed_by, encrypted_video_url, null
      from review where attempt_code = ${attemptCode}
    )
    select version.status, person.username as by, version.encrypted_video_url is not null as has_video,
      coalesce(lag(until) over (order by place nulls last),
        (select created from review where attempt_code = ${attemptCode}), until) as received_at,
      coalesce((
        select jsonb_agg(jsonb_build_object('start', each->'start_time', 'stop', each->'stop_time',
          'text', each->'comment', 'status', each->'status'))
        from jsonb_array_elements(version.comments) each), '[]') as comments
    from version left join person on person.id = version.reviewed_by
    order by version.place nulls last`);
  const contentOf = ({ receivedAt: _, ...content }: ReviewPost) => JSON.stringify(content);
  return saved.filter((post, place) => {
    const before = saved[place - 1];
    return before === undefined || contentOf(before) !== contentOf(post);
  });
}
