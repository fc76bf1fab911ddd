-- Who had an effect tried again that its target had refused, and why: like every decision of staff, it is on record.

-- Up Migration

create table attempt_effect_retry (
  effect_key text not null references attempt_effect (key) on delete cascade,
  asked_at timestamptz not null,
  actor_kind text not null,
  actor_user_id bigint,
  reason text,
  primary key (effect_key, asked_at)
);
