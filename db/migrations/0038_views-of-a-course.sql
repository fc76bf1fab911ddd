-- Ways to see boards that somebody has shared with the team of a course.

-- Up Migration

create table course_view (
  id bigint generated always as identity primary key,
  course_id text not null check (length(course_id) <= 255),
  name text not null,
  query text not null,
  shared_by bigint not null references person,
  modified timestamptz not null default now(),
  unique (course_id, name)
);
