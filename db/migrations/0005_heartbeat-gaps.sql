-- Silences of the learner's page that ended with another sign of life: appeals ask for them.

-- Up Migration

create table attempt_heartbeat_gap (
  attempt_id bigint not null,
  heard_at timestamptz not null,
  heard_again_at timestamptz not null,
  primary key (attempt_id, heard_at)
);
