-- Which due dates an exam has had is asked by every poll, and changes with a few saves of the exam: it is kept with the exam, not
-- gathered from its history each time.

-- Up Migration

-- Null while the due date never moved; else every one that it had, as [{dueAt, at}] in epoch milliseconds, the oldest first.
alter table exam add column due_dates jsonb;

create function milliseconds_of(instant timestamptz) returns bigint language sql immutable as $$
  select floor(extract(epoch from instant) * 1000)::int8
$$;

alter table exam disable trigger exam_history;
update exam set due_dates = moved.due_dates from (
  select exam_id, jsonb_agg(jsonb_build_object('dueAt', milliseconds_of(due), 'at', milliseconds_of(at)) order by history_id)
    as due_dates
  from (
    select exam_id, history_id, (row_data->>'due_date')::timestamptz as due, (row_data->>'modified')::timestamptz as at,
      lag(row_data->>'due_date', 1, 'unknown') over (partition by exam_id order by history_id) as before,
      row_data->>'due_date' as since
    from exam_history
  ) saved
  where before is distinct from since
  group by exam_id having count(*) > 1
) moved where moved.exam_id = exam.id;
alter table exam enable trigger exam_history;

create function keep_due_dates() returns trigger language plpgsql as $$
begin
  new.due_dates := coalesce(old.due_dates, jsonb_build_array(jsonb_build_object(
      'dueAt', milliseconds_of(old.due_date), 'at', milliseconds_of(old.created))))
    || jsonb_build_object('dueAt', milliseconds_of(new.due_date), 'at', milliseconds_of(new.modified));
  return new;
end $$;
create trigger exam_due_dates before update on exam for each row
  when (old.due_date is distinct from new.due_date) execute function keep_due_dates();
