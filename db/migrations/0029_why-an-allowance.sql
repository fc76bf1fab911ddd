-- Who granted an allowance, why, and until when a clock that starts has it; and everything that people did to allowances.

-- Up Migration

alter table allowance
  add column reason text,
  add column granted_by bigint,
  -- A clock that starts at this instant or later does not have it.
  add column expires_at timestamptz,
  -- The multiplier from which the minutes were computed.
  add column factor text;

create table allowance_act (
  id bigint primary key generated always as identity,
  at timestamptz not null,
  verb text not null check (verb in ('created', 'updated', 'deleted')),
  exam_id bigint not null references exam,
  user_id bigint not null references person,
  key text not null,
  -- As it was set; null once it is removed.
  value text,
  factor text,
  reason text,
  actor_user_id bigint
);
create index allowance_act_at on allowance_act (at desc, id desc);
create index allowance_act_learner on allowance_act (user_id);
