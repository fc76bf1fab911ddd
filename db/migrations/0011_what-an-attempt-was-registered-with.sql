-- An attempt keeps the vendor and the kind of exam that it was registered with: its exam may get another vendor, or none, while
-- it runs or before its review comes.

-- Up Migration

alter table attempt
  -- timed, proctored, practice or onboarding
  add column exam_type text,
  -- Name of the back-end; null for an attempt on an exam without proctoring.
  add column backend text check (length(backend) <= 255),
  -- The vendor's id of the exam at the registration.
  add column exam_external_id text check (length(exam_external_id) <= 255),
  -- The vendor's id of the attempt, kept when a decline hides it.
  add column vendor_attempt_id text check (length(vendor_attempt_id) <= 255),
  -- The vendor's id of the attempt is what proves its anonymous reviews.
  add column has_secret_locator boolean not null default false;

update attempt set
  backend = case when attempt.state ? 'exam' then attempt.state->'exam'->>'backend'
    when exam.is_proctored then nullif(exam.backend, '') end,
  exam_type = coalesce(attempt.state->'exam'->>'type',
    case when exam.is_proctored and exam.is_practice_exam then 'practice'
      when exam.is_proctored or exam.is_practice_exam then 'proctored' else 'timed' end),
  vendor_attempt_id = attempt.external_id
from exam where exam.id = attempt.exam_id;

-- An exam whose vendor was changed earlier kept the id that the vendor before it had given.
update attempt set exam_external_id = coalesce(
  (select history.row_data->>'external_id' from exam_history history
    where history.exam_id = attempt.exam_id and history.row_data->>'backend' = attempt.backend
      and history.row_data->>'external_id' is not null
    order by history.history_id desc limit 1),
  (select exam.external_id from exam where exam.id = attempt.exam_id))
where attempt.backend is not null and attempt.vendor_attempt_id is not null;

alter table attempt alter column exam_type set not null;

create or replace view live_attempt as
  select * from attempt where deleted_at is null and not registering;
