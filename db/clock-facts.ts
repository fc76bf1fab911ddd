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

/** Extra time that was set at an instant. */
export const grant = z.object({ additionalMins: extraMinutes, at: instant });

/** A due date and the instant from which it applied; both in epoch milliseconds, null for none. */
export const dueDates = z.array(z.object({ dueAt: instant.nullable(), at: instant })).nullable();

/** Joins the extra time of a learner on the row of `exam`, as `extra_time`. */
export const joinExtraTime = (userId: FragmentSqlToken) => sql.fragment`
  left join allowance extra_time
    on extra_time.user_id = ${userId} and extra_time.exam_id = exam.id and extra_time.key = ${ADDITIONAL_TIME}`;

/** The extra time as it was set over time, the oldest first. */
export const grantsOfExtraTime = sql.fragment`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'additionalMins', value, 'at', ${toMillis(sql.fragment`at`)}) order by at), '[]')
  from (
    select extra_time.value, extra_time.modified as at where extra_time.id is not null
    union all
    select row_data->>'value', (row_data->>'modified')::timestamptz from allowance_history
    where allowance_id = extra_time.id
  ) as every_value)`;

/** The due dates that the row of `exam` has had, the oldest first; null where it never moved. */
export const dueDatesOfExam = sql.fragment`(
  select case when count(*) > 1 then jsonb_agg(jsonb_build_object(
    'dueAt', ${toMillis(sql.fragment`due`)}, 'at', ${toMillis(sql.fragment`at`)}) order by history_id) end
  from (
    select history_id, (row_data->>'due_date')::timestamptz as due, (row_data->>'modified')::timestamptz as at,
      lag(row_data->>'due_date', 1, 'unknown') over (order by history_id) as before, row_data->>'due_date' as since
    from exam_history where exam_history.exam_id = exam.id
  ) as saved
  where before is distinct from since)`;

/** What is stored about a learner's time on an exam. */
export interface StoredClock {
  exam: Pick<Exam, 'timeLimitMins' | 'dueDate'>;
  additionalMins: number;
  grants: z.output<typeof grant>[];
  dueDates: z.output<typeof dueDates>;
}

/** The facts from which the learner's clock is computed; their own due date, if there is one, wins (rest-api §3.6). */
export function clockFactsOf(stored: StoredClock, ownDueAt: number | null): ClockFacts {
  const { exam, additionalMins, grants, dueDates: moved } = stored;
  return {
    timeLimitMins: exam.timeLimitMins,
    additionalMins,
    grants,
    dueAt: dueAtFor(ownDueAt, exam.dueDate),
    ...(ownDueAt === null && moved && { dueDates: moved }),
  };
}
