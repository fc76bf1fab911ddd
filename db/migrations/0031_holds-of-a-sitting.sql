-- A sitting is everybody who takes an exam on a day. What is done to it also holds for those who begin later.

-- Up Migration

alter table bulk add column sitting_exam_id bigint;

create table sitting_hold (
  bulk_id uuid primary key references bulk on delete cascade,
  exam_id bigint not null,
  from_at timestamptz not null,
  -- The end of the sitting, or when it was ended before.
  until_at timestamptz not null
);
create index sitting_hold_of_exam on sitting_hold (exam_id);
