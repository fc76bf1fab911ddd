-- Every API process asks every few seconds whom it has to forget.

-- Up Migration

create index person_retired_at on person (retired_at) where retired_at is not null;
