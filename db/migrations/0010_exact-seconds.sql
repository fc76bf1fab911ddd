-- The due date may cut a clock in the middle of a second.

-- Up Migration

drop view live_attempt;
alter table attempt alter column allowed_seconds type double precision;
create view live_attempt as
  select * from attempt where deleted_at is null and not registering;
