-- Staff search by part of a user name or of an address. With the trigrams of both, Postgres need not read everybody's.
-- pg_trgm comes with every Postgres (contrib), and the owner of a database may create it.

-- Up Migration

create extension if not exists pg_trgm;
-- Without a list of what is yet to be indexed, which every search would have to read through.
create index person_by_part_of_name on person using gin (username gin_trgm_ops, email gin_trgm_ops)
  with (fastupdate = off);

-- The recording of an attempt is looked for by the id that its vendor gave it, even after a decline.
create index attempt_by_vendor_id on attempt (vendor_attempt_id) where vendor_attempt_id is not null;
