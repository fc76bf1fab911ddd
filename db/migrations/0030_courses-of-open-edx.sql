-- What edx-exams knows besides: the type under which an exam was registered, and what a course has chosen.

-- Up Migration

-- Null: the flags of the exam and its vendor say it.
alter table exam add column exam_type text check (exam_type in ('timed', 'proctored', 'practice', 'onboarding'));

create table course_configuration (
  course_id text primary key check (length(course_id) <= 255),
  -- Null: the course's exams are not taken here.
  backend text check (length(backend) <= 255),
  escalation_email text check (length(escalation_email) <= 255),
  created timestamptz not null,
  modified timestamptz not null
);
