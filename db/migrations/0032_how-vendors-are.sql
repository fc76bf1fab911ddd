-- How each proctoring provider was when it was last called, by whichever process: for people who wonder why exams wait.

-- Up Migration

create table vendor_health (
  name text primary key,
  last_ok_at timestamptz,
  last_error_at timestamptz,
  last_error text,
  -- Until when a process leaves it alone after many failures in a row.
  left_alone_until timestamptz
);
