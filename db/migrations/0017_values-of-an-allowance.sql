-- What an allowance was before is read at every start of a clock and whenever a learner looks at an exam.

-- Up Migration

create index allowance_history_allowance on allowance_history (allowance_id);
