import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { ClockFacts } from '../rules/attempt/facts.ts';
import { ADDITIONAL_TIME, readExtraMinutes } from '../rules/attempt/minutes.ts';
import { dueAtFor } from '../rules/exam.ts';
import { instant, toMillis } from './columns.ts';
import type { Exam } from './exams.ts';

/** The minutes that a stored allowance grants; 0 if there is none, or if its value was erased. */
export const extraMinutes = z
  .string()
  .nullable()
  .transform((text) => readExtraMinutes(text) ?? 0);

/** Extra time that was set at an instant, and until when it counts. */
export const grant = z.object({ additionalMins: extraMinutes, at: instant, expiresAt: instant.nullable() });

/** A due date and the instant from which it applied; both in epoch milliseconds, null for none. */
export const dueDates = z.array(z.object({ dueAt: instant.nullable(), at: instant })).nullable();

/** Joins the extra time of a learner on the row of `exam`, as `extra_time`. */
export const joinExtraTime = (userId: FragmentSqlToken) => sql.fragment`
  left join allowance extra_time
    on extra_time.user_id = ${userId} and extra_time.exam_id = exam.id and extra_time.key = ${ADDITIONAL_TIME}`;

/** The extra time as it was set over time, the oldest first, each until it expired or was set anew. */
export const grantsOfExtraTime = sql.fragment`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'additionalMins', value, 'at', ${toMillis(sql.fragment`at`)}, 'expiresAt', ${toMillis(sql.fragment`until`)}) order by at), '[]')
  from (
    select value, at, least(expires_at, lead(at) over (order by at)) as until
    from (
      select extra_time.value, extra_time.modified as at, extra_time.expires_at where extra_time.id is not null
      union all
      select row_data->>'value', (row_data->>'modified')::timestamptz, (row_data->>'expires_at')::timestamptz
      from allowance_history where allowance_id = extra_time.id
    ) as every_value
  ) as every_grant)`;

/** What is stored about a learner's time on an exam. */
export interface StoredClock {
  exam: Pick<Exam, 'timeLimitMins' | 'dueDate'>;
  additionalMins: number;
  expiresAt: number | null;
  grants: z.output<typeof grant>[];
  dueDates: z.output<typeof dueDates>;
}

/** The facts from which the learner's clock is computed; their own due date, if there is one, wins (rest-api §3.6). */
export function clockFactsOf(stored: StoredClock, ownDueAt: number | null): ClockFacts {
  const { exam, additionalMins, expiresAt, grants, dueDates: moved } = stored;
  return {
    timeLimitMins: exam.timeLimitMins,
    additionalMins,
    ...(expiresAt !== null && { expiresAt }),
    grants,
    dueAt: dueAtFor(ownDueAt, exam.dueDate),
    ...(ownDueAt === null && moved && { dueDates: moved }),
  };
}
