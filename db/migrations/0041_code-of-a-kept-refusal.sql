-- A refusal that is repeated says its code again.

-- Up Migration

alter table idempotent_answer add column error_code text;
