-- What people say about an attempt (reasons, a page's words for its error) goes by way of this table: messages and their histories
-- carry the note's id, and the text is copied to the change that it explains. So wiping a person touches Postgres alone.

-- Up Migration

create table attempt_note (
  id uuid primary key,
  attempt_code text not null,
  text text not null check (length(text) <= 2000),
  created timestamptz not null default now()
);
create index attempt_note_attempt on attempt_note (attempt_code);
create index attempt_note_created on attempt_note (created);
