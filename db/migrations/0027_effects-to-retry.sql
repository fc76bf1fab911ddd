-- Refused effects that somebody wants tried again, as part of the change that was recorded for it: their attempts are told
-- as soon as they can be.

-- Up Migration

create table pending_retry (
  change_id bigint not null references pending_change on delete cascade,
  effect_key text not null references attempt_effect (key) on delete cascade,
  primary key (change_id, effect_key)
);
