import { z } from 'zod';

// What the tables of the original hold, as both drivers give it. Names are those of the columns. Where a version of the
// original lacks a column it is null, which stands for its default.

const flag = z.union([z.boolean(), z.number().transform(Boolean), z.null().transform(() => false)]);
const number = z.union([z.number(), z.string().transform(Number), z.bigint().transform(Number)]);
/** Epoch milliseconds. */
const time = z.date().transform((date) => date.getTime());
/** Postgres keeps no NUL in a text, and MySQL does. */
const text = z.string().transform((given) => given.replaceAll('\0', ''));

export const countRow = z.object({ count: number });
export const nowRow = z.object({ now: time });

export const examRow = z.object({
  id: number,
  course_id: text,
  content_id: text,
  external_id: text.nullable(),
  exam_name: text,
  time_limit_mins: number,
  due_date: time.nullable(),
  is_proctored: flag,
  is_practice_exam: flag,
  is_active: flag,
  hide_after_due: flag,
  backend: text.nullable(),
  created: time,
  modified: time,
});
export type ExamRow = z.output<typeof examRow>;

export const policyRow = z.object({
  id: number,
  proctored_exam_id: number,
  set_by_user_id: number,
  review_policy: text,
  created: time,
  modified: time,
});
export type PolicyRow = z.output<typeof policyRow>;

export const allowanceRow = z.object({
  id: number,
  user_id: number,
  proctored_exam_id: number,
  key: text,
  value: text,
  created: time,
  modified: time,
});
export type AllowanceRow = z.output<typeof allowanceRow>;

/** What an attempt is, or was when a snapshot was taken. */
const attemptFields = {
  attempt_code: text.nullable(),
  user_id: number.nullable(),
  proctored_exam_id: number.nullable(),
  status: z.string(),
  external_id: text.nullable(),
  started_at: time.nullable(),
  completed_at: time.nullable(),
  allowed_time_limit_mins: number.nullable(),
  taking_as_proctored: flag,
  is_sample_attempt: flag,
  review_policy_id: number.nullable(),
  is_status_acknowledged: flag,
  time_remaining_seconds: number.nullable(),
  is_resumable: flag,
  ready_to_resume: flag,
  resumed: flag,
  created: time,
  modified: time,
};
export const ATTEMPT_COLUMNS = Object.keys(attemptFields);

export const attemptRow = z.object({
  id: number,
  ...attemptFields,
  /** The learner's extra minutes on the exam, as they are set now. */
  extra_time: text.nullable(),
  /** The learner has a newer attempt on the exam that counts. */
  is_overtaken: flag,
  /** Null: it is there. */
  removed_at: time.nullable(),
});
export type AttemptRow = z.output<typeof attemptRow>;

export const snapshotRow = z.object({
  attempt_code: text,
  status: z.string(),
  external_id: text.nullable(),
  at: time,
  by_user_id: number.nullable(),
});
/** What an attempt was from `at` on, and who made it so. */
export type SnapshotRow = z.output<typeof snapshotRow>;

/** What two kinds of review tables have in common. */
const reviewFields = {
  attempt_code: text,
  review_status: z.string(),
  raw_data: text,
  video: z.union([z.instanceof(Buffer), z.string(), z.null()]),
  reviewed_by_id: number.nullable(),
  is_attempt_active: z.union([z.null().transform(() => true), flag]),
  created: time,
};

export const reviewRow = z.object({
  id: number,
  ...reviewFields,
  modified: time,
  student_id: number.nullable(),
  exam_id: number.nullable(),
});
export type ReviewRow = z.output<typeof reviewRow>;

/** What a review was until `created`. */
export const pastReviewRow = z.object(reviewFields);
export type PastReviewRow = z.output<typeof pastReviewRow>;

export const commentRow = z.object({
  review_id: number,
  start_time: number,
  stop_time: number,
  duration: number,
  comment: text,
  status: text,
  created: time,
});
export type CommentRow = z.output<typeof commentRow>;

export const personRow = z.object({
  id: number,
  username: text,
  email: text,
  first_name: text,
  last_name: text,
  profile_name: text.nullable(),
  is_active: flag,
  is_staff: flag,
});
export type SourcePerson = z.output<typeof personRow>;
