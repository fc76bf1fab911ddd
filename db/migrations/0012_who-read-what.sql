-- Who read what about others: an attack on data must be seen, and data protection officers ask.

-- Up Migration

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  request_id text not null,
  user_id bigint not null,
  action text not null,
  -- Ids only: course_id, exam_id, attempt_id, user_id.
  object jsonb not null
);
create index audit_log_at on audit_log (at);
create index audit_log_user on audit_log (user_id, at);
