-- One row per try of an effect, so that a reader sees which of them may have reached their target without our knowing.

-- Up Migration

create table attempt_effect_try (
  effect_key text not null references attempt_effect (key) on delete cascade,
  number integer not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  -- unknown: the target may have taken it, but its answer, or the process that waited for it, was lost.
  outcome text not null default 'under_way' check (outcome in ('under_way', 'done', 'failed', 'refused', 'unknown')),
  error text,
  primary key (effect_key, number)
);
