-- Metrics count the attempts of a day by status; without this they would read all that were ever made.

-- Up Migration

create index attempt_by_day on attempt (created) include (status) where deleted_at is null and not registering;
