import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';

const statusRow = z.object({ to_status: z.string() });
const archivedRow = z.object({ review_status: z.string() });
const commentSchema = z.object({
  start: z.number(),
  stop: z.number(),
  duration: z.number(),
  comment: z.string(),
  status: z.string(),
});
const reviewRow = z.object({
  review_status: z.string(),
  is_attempt_active: z.boolean(),
  reviewed_by: z.string().nullable(),
  raw_data_empty: z.boolean(),
  has_video_url: z.boolean(),
  video_link_in_raw_data: z.boolean(),
  comments: z.array(commentSchema),
});

async function statusHistory(pool: DatabasePool, code: string): Promise<string[]> {
  const statuses = await pool.anyFirst(sql.type(statusRow)`
    select t.to_status from attempt_transition t join attempt a on a.id = t.attempt_id
    where a.attempt_code = ${code} order by t.version`);
  return statuses.filter((status, index) => status !== statuses[index - 1]);
}

async function review(pool: DatabasePool, code: string) {
  const row = await pool.maybeOne(sql.type(reviewRow)`
    select r.review_status, r.is_attempt_active, p.username as reviewed_by, r.raw_data = '' as raw_data_empty,
      r.encrypted_video_url is not null as has_video_url,
      strpos(r.raw_data, 'videoReviewLink') > 0 as video_link_in_raw_data,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('start', c.start_time, 'stop', c.stop_time, 'duration', c.duration, 'comment', c.comment,
            'status', c.status)
          order by c.start_time, c.stop_time, c.duration, c.comment collate "C", c.status collate "C")
        from review_comment c where c.review_id = r.id), '[]') as comments
    from review r left join person p on p.id = r.reviewed_by
    where r.attempt_code = ${code}`);
  return (
    row && {
      ...row,
      comments: row.comments.map(({ start, stop, duration, comment, status }) => [
        start,
        stop,
        duration,
        comment,
        status,
      ]),
    }
  );
}

const endRow = z.object({
  action_type: z.string(),
  severity: z.string(),
  reason_code: z.string(),
  incident_time: z.number(),
});

async function endsReported(pool: DatabasePool, code: string) {
  const rows = await pool.any(sql.type(endRow)`
    select action as action_type, severity::text, reason_code, incident_time from lti_report
    where attempt_code = ${code} and action = 'terminate' order by id`);
  return rows.map((row) => ({ ...row, incident_time: new Date(row.incident_time).toISOString() }));
}

const codeRow = z.object({ attempt_code: z.string() });

/** The same about an attempt named by its id, as the scenarios of edx-exams ask, with what an LTI tool reported when it ended it. */
export async function inspectExamAttempt(pool: DatabasePool, id: number) {
  const code = await pool.oneFirst(sql.type(codeRow)`select attempt_code from attempt where id = ${id}`);
  return {
    attempt_exists: await pool.exists(sql.unsafe`select 1 from live_attempt where id = ${id}`),
    status_history: await statusHistory(pool, code),
    control_results: await endsReported(pool, code),
  };
}

/** What the database holds about an attempt, in the shape of the hook `inspect`. */
export async function inspectAttempt(pool: DatabasePool, code: string) {
  return {
    attempt_exists: await pool.exists(sql.unsafe`select 1 from live_attempt where attempt_code = ${code}`),
    status_history: await statusHistory(pool, code),
    review: await review(pool, code),
    archived_reviews: await pool.anyFirst(sql.type(archivedRow)`
      select review_status from review_history where attempt_code = ${code} order by history_id`),
  };
}
