import { sql } from 'slonik';
import { z } from 'zod';

/** A due date and the instant from which it applied; both in epoch milliseconds, null for none. */
export const dueDates = z.array(z.object({ dueAt: z.number().nullable(), at: z.number() })).nullable();

/** The due dates that the row of `exam` has had, the oldest first; null where it never moved. */
export const dueDatesOfExam = sql.fragment`(
  select case when count(*) > 1 then
    jsonb_agg(jsonb_build_object('dueAt', extract(epoch from due) * 1000, 'at', extract(epoch from at) * 1000) order by history_id) end
  from (
    select history_id, (row_data->>'due_date')::timestamptz as due, (row_data->>'modified')::timestamptz as at,
      lag(row_data->>'due_date', 1, 'unknown') over (order by history_id) as before, row_data->>'due_date' as since
    from exam_history where exam_history.exam_id = exam.id
  ) as saved
  where before is distinct from since)`;
