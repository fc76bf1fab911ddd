-- What somebody does to many attempts at once: first as a preview, which captures whom it is for, then as the act itself, whose
-- workflow `bulk/<id>` goes through the captured attempts and writes down what became of each.

-- Up Migration

create table bulk (
  id uuid primary key,
  course_id text not null,
  -- The act with what it needs, such as {"act": "extra-time", "minutes": 5}.
  wish jsonb not null,
  reason text,
  category text not null,
  by_user_id bigint not null,
  role text not null,
  -- Tells the request from any other: an act must be what was previewed.
  fingerprint text not null,
  previewed_at timestamptz not null,
  -- Null while it is only a preview.
  begun_at timestamptz,
  -- Until when what was done can be undone; null if it cannot be.
  undo_until timestamptz,
  -- Null while there is something left to do.
  finished_at timestamptz
);
create index bulk_unfinished on bulk (begun_at) where begun_at is not null and finished_at is null;
create index bulk_preview on bulk (by_user_id, previewed_at) where begun_at is null;

create table bulk_target (
  bulk_id uuid not null references bulk on delete cascade,
  -- Those whose time ends first come first.
  position integer not null,
  attempt_id bigint not null,
  outcome text not null default 'pending',
  -- Why it failed, as a code.
  detail text,
  -- How often it could not be told.
  tries integer not null default 0,
  -- Who asked for another try, or to undo it; null: who began the act.
  asked_by bigint,
  asked_role text,
  asked_at timestamptz,
  primary key (bulk_id, position)
);
create index bulk_target_of_attempt on bulk_target (attempt_id);
create index bulk_target_to_do on bulk_target (bulk_id, tries, position) where outcome in ('pending', 'undoing');

-- The bulk act that a step of an attempt belongs to.
alter table attempt_transition add column bulk_id uuid;
