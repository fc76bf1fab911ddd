import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

const allowanceSubjectRow = z.object({
  exam_id: z.number(),
  course_id: z.string(),
  content_id: z.string(),
  exam_name: z.string(),
  time_limit_mins: z.number(),
  is_proctored: z.boolean(),
  is_practice_exam: z.boolean(),
  is_active: z.boolean(),
  username: z.string(),
  value: z.string().nullable(),
  open_attempt_code: z.string().nullable(),
});

const cutAttemptRow = z.object({ attempt_code: z.string(), value: z.string().nullable() });

/** Attempts on the exam whose clock runs, but not as long as it would without a due date; each with its extra time. */
export async function listCutAttempts(db: CommonQueryMethods, examId: number) {
  return await db.any(sql.type(cutAttemptRow)`
    select a.attempt_code, g.value
    from live_attempt a
    left join allowance g on g.user_id = a.user_id and g.exam_id = a.exam_id and g.key = 'additional_time_granted'
    where a.exam_id = ${examId} and a.expires_at is not null
      and a.allowed_seconds < (a.state->'entitlement'->>'seconds')::float8
    order by a.expires_at`);
}

/**
 * An allowance as it is now, with its exam, its learner and their attempt in one of the statuses `open`. One whose clock
 * does not run yet counts too: its start may be under way with the allowance as it was.
 */
export async function readAllowanceSubject(
  db: CommonQueryMethods,
  { examId, userId, key, open }: { examId: number; userId: number; key: string; open: readonly string[] },
) {
  return await db.one(sql.type(allowanceSubjectRow)`
    select e.id as exam_id, e.course_id, e.content_id, e.exam_name, e.time_limit_mins, e.is_proctored,
      e.is_practice_exam, e.is_active, p.username, g.value,
      (select attempt_code from live_attempt a where a.user_id = p.id and a.exam_id = e.id
        and a.status = any(${sql.array([...open], 'text')}) order by a.created desc, a.id desc limit 1
      ) as open_attempt_code
    from exam e join person p on p.id = ${userId}
    left join allowance g on g.user_id = p.id and g.exam_id = e.id and g.key = ${key}
    where e.id = ${examId}`);
}
