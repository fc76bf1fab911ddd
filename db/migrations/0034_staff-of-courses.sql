-- Who is staff of which course, as Open edX's event bus or a file of an operator says.
create table course_staff (
  id bigint generated always as identity primary key,
  user_id bigint references person (id),
  -- Of somebody in a file whom nobody has seen yet.
  username text,
  course_id text not null check (length(course_id) <= 255),
  role text not null check (length(role) <= 255),
  -- False: the bus says that they are so no longer.
  is_granted boolean not null default true,
  -- Of the event, in the order of its stream; null: from a file.
  position text collate "C",
  modified timestamptz not null default now(),
  check (num_nonnulls(user_id, username) = 1),
  unique (user_id, course_id, role),
  unique (username, course_id, role)
);

-- Events of the bus that could not be read. What they say about whom stays in the bus.
create table event_set_aside (
  stream text not null,
  message_id text not null,
  reason text not null,
  at timestamptz not null default now(),
  primary key (stream, message_id)
);
