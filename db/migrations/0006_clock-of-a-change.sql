-- What the learner's clock said at each change: it cannot be told afterwards, since the end may have moved and an error stops it.

-- Up Migration

alter table attempt_transition add column clock_seconds double precision;
