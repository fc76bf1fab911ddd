import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import { extraMinutes } from './clock-facts.ts';
import { rowOf } from './columns.ts';
import { examGroup, examShape } from './exams.ts';

const cutAttemptRow = rowOf({ attemptCode: z.string(), additionalMins: extraMinutes });

/** Attempts on the exam whose clock runs, but not as long as it would without a due date; each with its extra time. */
export async function listCutAttempts(db: CommonQueryMethods, examId: number) {
  return await db.any(sql.type(cutAttemptRow)`
    select a.attempt_code, g.value as additional_mins
    from live_attempt a
    left join allowance g on g.user_id = a.user_id and g.exam_id = a.exam_id and g.key = ${ADDITIONAL_TIME}
      and (g.expires_at is null or g.expires_at > a.started_at)
    where a.exam_id = ${examId} and a.expires_at is not null
      and a.allowed_seconds < (a.state->'entitlement'->>'seconds')::float8
    order by a.expires_at`);
}

const allowanceSubjectRow = rowOf({
  exam: z.object(examShape),
  username: z.string(),
  value: z.string().nullable(),
  reason: z.string().nullable(),
  openAttemptCode: z.string().nullable(),
});

/**
 * An allowance as it is now, with its exam, its learner and their attempt in one of the statuses `open`. One whose clock
 * does not run yet counts too: its start may be under way with the allowance as it was.
 */
export async function readAllowanceSubject(
  db: CommonQueryMethods,
  { examId, userId, key, open }: { examId: number; userId: number; key: string; open: readonly string[] },
) {
  return await db.one(sql.type(allowanceSubjectRow)`
    select ${examGroup}, person.username, allowance.value, allowance.reason,
      (select attempt_code from live_attempt attempt
        where attempt.user_id = person.id and attempt.exam_id = exam.id
          and attempt.status = any(${sql.array([...open], 'text')})
        order by attempt.created desc, attempt.id desc limit 1
      ) as open_attempt_code
    from exam join person on person.id = ${userId}
    left join allowance
      on allowance.user_id = person.id and allowance.exam_id = exam.id and allowance.key = ${key}
    where exam.id = ${examId}`);
}
