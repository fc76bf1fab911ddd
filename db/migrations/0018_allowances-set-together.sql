-- The allowances that one request set: their effects are delivered together, as one pending change.

-- Up Migration

create table pending_allowance (
  change_id bigint not null references pending_change on delete cascade,
  -- In the order in which the LMS is told.
  position integer not null,
  exam_id bigint not null,
  user_id bigint not null,
  key text not null,
  verb text not null,
  primary key (change_id, position)
);
