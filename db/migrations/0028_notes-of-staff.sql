-- What a course's team writes down about a learner in an exam: notes and reports of incidents, and whether they are flagged. They are
-- for people alone: no message and no history carries them.

-- Up Migration

create table staff_note (
  id bigint generated always as identity primary key,
  attempt_id bigint not null references attempt on delete cascade,
  -- Of the attempt. What is noted before a resume counts after it.
  exam_id bigint not null references exam,
  user_id bigint not null references person,
  kind text not null check (kind in ('note', 'incident')),
  category text not null,
  text text not null check (length(text) <= 2000),
  -- Null: the note leaves the flag as it is.
  flag boolean,
  author_id bigint not null references person,
  author_role text not null,
  created timestamptz not null,
  edited timestamptz,
  -- The request that wrote it, so that its repeat writes nothing.
  request_id text,
  constraint staff_note_request_unique unique (request_id)
);
create index staff_note_of_learner on staff_note (exam_id, user_id);

create function announce_staff_note() returns trigger language plpgsql as $$
begin
  perform announce_attempts(array[new.attempt_id]);
  return null;
end $$;
create trigger staff_note_on_board after insert on staff_note
  for each row execute function announce_staff_note();
create trigger staff_note_edit_on_board after update on staff_note
  for each row when (old.flag is distinct from new.flag) execute function announce_staff_note();
