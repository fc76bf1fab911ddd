-- Sign-in tokens may be older than a rename: what a person is called follows the newest token, however late an older one is
-- used. Names are looked up in any case, as addresses are.

-- Up Migration

-- When the newest token that told of the person was issued; null while none has said.
alter table person add column told_of_at timestamptz;
create index person_username_any_case on person (lower(username));
