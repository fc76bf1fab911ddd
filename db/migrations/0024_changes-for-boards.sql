-- What boards of an exam have to be told: one row per change that is seen there, written in the transaction of the change, so
-- that no writer can forget it. Rows are only added, never updated, so that writers of one attempt do not wait for each other.

-- Up Migration

create table board_change (
  id bigint generated always as identity primary key,
  exam_id bigint not null,
  attempt_id bigint not null,
  -- The transaction. A number from a sequence would not do: a lower one may become visible after a higher one.
  changed_in bigint not null default pg_current_xact_id()::text::bigint,
  at timestamptz not null default now()
);
create index board_change_exam on board_change (exam_id, changed_in);

-- The latest change that was deleted for its age: whoever last heard before it has to read the whole board.
create table board_change_floor (
  only_row boolean primary key default true check (only_row),
  changed_in bigint not null
);
insert into board_change_floor (changed_in) values (0);

-- Refused effects are few among all.
create index attempt_effect_refused on attempt_effect (attempt_id) where outcome = 'refused';

create function announce_attempts(attempts bigint[]) returns void language plpgsql as $$
begin
  insert into board_change (exam_id, attempt_id)
    select exam_id, id from attempt where id = any(attempts) and not registering;
  perform pg_notify('board', exam_id::text) from (select distinct exam_id from attempt where id = any(attempts)) changed;
end $$;

create function announce_attempt() returns trigger language plpgsql as $$
begin
  insert into board_change (exam_id, attempt_id) values (new.exam_id, new.id);
  perform pg_notify('board', new.exam_id::text);
  return null;
end $$;
create trigger attempt_on_board after insert or update on attempt
  for each row when (not new.registering) execute function announce_attempt();

-- Others wait or are done so often and so shortly that boards look for those that take long.
create function announce_effect() returns trigger language plpgsql as $$
begin
  perform announce_attempts(array[new.attempt_id]);
  return null;
end $$;
create trigger effect_on_board after update on attempt_effect
  for each row when (old.outcome <> new.outcome and 'refused' in (old.outcome, new.outcome))
  execute function announce_effect();

create function announce_review() returns trigger language plpgsql as $$
begin
  perform announce_attempts(array(select id from attempt where attempt_code = new.attempt_code));
  return null;
end $$;
create trigger review_on_board after insert or update on review
  for each row execute function announce_review();

create function announce_allowance() returns trigger language plpgsql as $$
declare
  changed record;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  perform announce_attempts(array(
    select id from live_attempt where user_id = changed.user_id and exam_id = changed.exam_id));
  return null;
end $$;
create trigger allowance_on_board after insert or update or delete on allowance
  for each row execute function announce_allowance();

create function announce_person() returns trigger language plpgsql as $$
begin
  perform announce_attempts(array(select id from live_attempt where user_id = new.id));
  return null;
end $$;
create trigger person_on_board after update on person
  for each row when ((old.username, old.full_name) is distinct from (new.username, new.full_name))
  execute function announce_person();
