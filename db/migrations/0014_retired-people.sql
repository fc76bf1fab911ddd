-- A person whom the LMS retired keeps their id, so that attempts and decisions stay whole, and nothing else.

-- Up Migration

alter table person add column retired_at timestamptz;
