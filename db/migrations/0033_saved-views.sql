-- How people want to see boards: filters, order and columns under a name. All of a person's views are read and written together.

-- Up Migration

create table saved_views (
  user_id bigint primary key references person,
  views jsonb not null,
  modified timestamptz not null default now()
);
