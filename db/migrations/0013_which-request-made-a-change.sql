-- Which request a change came from: the same id is in the log of requests, so that who asked can be followed from either side.

-- Up Migration

alter table attempt_transition add column request_id text;
