-- Effects of several attempts in the order of their recording: what overrides a grade and what undoes it may come from
-- different attempts, whose versions and clocks say nothing about one another.

-- Up Migration

alter table attempt_effect add column sequence bigint generated always as identity;
