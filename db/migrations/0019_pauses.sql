-- Up Migration
-- A pause holds an attempt's clock: since when, for how long earlier ones did, and when the latest one ended. While one
-- holds it, expires_at is when the pause ends by itself.
alter table attempt add column paused_at timestamptz;
alter table attempt add column paused_ms bigint not null default 0;
alter table attempt add column unpaused_at timestamptz;
create or replace view live_attempt as
  select * from attempt where deleted_at is null and not registering;
