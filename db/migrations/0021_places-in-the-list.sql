-- The staff list of a course has a row for each learner and exam, at the place of their newest live attempt. Any page of it, the
-- middle one of a million rows too, is found by counting days, then the minutes of one day, then the rows of one minute.

-- Up Migration

create table attempt_group (
  user_id bigint not null,
  exam_id bigint not null,
  -- An exam never moves to another course.
  course_id text not null,
  -- The newest live attempt, and when it was created.
  head_id bigint not null,
  head_created timestamptz not null,
  primary key (user_id, exam_id)
);
create index attempt_group_of_course on attempt_group (course_id, head_created desc, head_id desc)
  include (user_id, exam_id);

-- How many groups of a course have their head in a day or a minute (in UTC), without what attempt_group_change still holds.
create table attempt_group_count (
  course_id text not null,
  unit text not null check (unit in ('day', 'minute')),
  starts_at timestamptz not null,
  count integer not null,
  primary key (course_id, unit, starts_at)
);

-- What has yet to be added to the counts. Changes only add rows here, so that no two of a course wait for one another, as they
-- would for a count.
create table attempt_group_change (
  course_id text not null,
  head_created timestamptz not null,
  -- 1 for a head that came, -1 for one that went.
  delta smallint not null
);
create index attempt_group_change_of_course on attempt_group_change (course_id);

-- Puts the group of a learner and an exam where its newest live attempt belongs. The row of the group is locked first, so that of
-- two attempts that change at once the second one sees what the first one did.
create function place_attempt_group(learner bigint, on_exam bigint) returns void language plpgsql as $$
declare
  placed attempt_group;
  newest record;
begin
  loop
    select * into placed from attempt_group where user_id = learner and exam_id = on_exam for update;
    select id, created into newest from attempt
      where user_id = learner and exam_id = on_exam and deleted_at is null and not registering
      order by created desc, id desc limit 1;
    exit when placed.user_id is not null or newest.id is null;
    insert into attempt_group (user_id, exam_id, course_id, head_id, head_created)
      select learner, on_exam, course_id, newest.id, newest.created from exam where id = on_exam
      on conflict do nothing returning * into placed;
    if found then
      insert into attempt_group_change values (placed.course_id, placed.head_created, 1);
      return;
    end if;
  end loop;
  if placed.user_id is null or (placed.head_id, placed.head_created) = (newest.id, newest.created) then
    return;
  end if;
  insert into attempt_group_change values (placed.course_id, placed.head_created, -1);
  if newest.id is null then
    delete from attempt_group where user_id = learner and exam_id = on_exam;
  else
    update attempt_group set head_id = newest.id, head_created = newest.created
      where user_id = learner and exam_id = on_exam;
    insert into attempt_group_change values (placed.course_id, newest.created, 1);
  end if;
end $$;

create function place_group_of_attempt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform place_attempt_group(old.user_id, old.exam_id);
  else
    perform place_attempt_group(new.user_id, new.exam_id);
  end if;
  return null;
end $$;
create trigger attempt_came after insert on attempt for each row
  when (new.deleted_at is null and not new.registering) execute function place_group_of_attempt();
create trigger attempt_came_or_went after update on attempt for each row
  when ((old.deleted_at is null and not old.registering, old.created)
    is distinct from (new.deleted_at is null and not new.registering, new.created))
  execute function place_group_of_attempt();
create trigger attempt_went after delete on attempt for each row
  when (old.deleted_at is null and not old.registering) execute function place_group_of_attempt();

insert into attempt_group (user_id, exam_id, course_id, head_id, head_created)
  select distinct on (attempt.user_id, attempt.exam_id)
    attempt.user_id, attempt.exam_id, exam.course_id, attempt.id, attempt.created
  from live_attempt attempt join exam on exam.id = attempt.exam_id
  order by attempt.user_id, attempt.exam_id, attempt.created desc, attempt.id desc;
insert into attempt_group_count (course_id, unit, starts_at, count)
  select course_id, unit, date_trunc(unit, head_created, 'UTC'), count(*)
  from attempt_group cross join (values ('day'), ('minute')) units (unit)
  group by 1, 2, 3;

-- The list has its own index now; attempts of an exam are otherwise gone through by id.
create index attempt_on_exam on attempt (exam_id, id) where deleted_at is null and not registering;
drop index attempt_of_exam;
