-- Up Migration
-- As what staff acted, what their reason is about, the minutes they gave for an incident, and the end of the clock after it.
alter table attempt_transition add column actor_role text;
alter table attempt_transition add column category text;
alter table attempt_transition add column minutes integer;
alter table attempt_transition add column ends_at timestamptz;
alter table attempt add column incident_mins integer not null default 0;
create or replace view live_attempt as
  select * from attempt where deleted_at is null and not registering;
