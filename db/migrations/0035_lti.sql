-- LTI tools: launches under way, the names by which a tool knows an attempt, what it reports, and its tokens that count once.

-- Up Migration

-- A browser on its way to a tool and back.
create table lti_launch (
  -- SHA-256 of the hint that the browser carries, so that nobody can launch anything with what is read here.
  hint_hash bytea primary key,
  backend text not null,
  message text not null check (message in ('start', 'end', 'review')),
  -- Null for the review tool, which is about an exam.
  attempt_code text references attempt (attempt_code) on delete cascade,
  exam_id bigint not null references exam,
  user_id bigint not null references person,
  -- What the tool sends back to start the assessment; null for other messages.
  session_data text unique,
  -- Of the one request of the tool that is answered with this launch; null until it comes.
  nonce text check (length(nonce) <= 255),
  -- When the tool confirmed the setup by it: it does so once.
  confirmed_at timestamptz,
  expires_at timestamptz not null
);
create index lti_launch_expiry on lti_launch (expires_at);

-- What a tool calls an attempt. It has been told so at the first launch and may speak of it for ever.
create table lti_attempt (
  attempt_code text primary key references attempt (attempt_code) on delete cascade,
  backend text not null,
  resource_link_id uuid not null,
  person_id uuid not null,
  attempt_number integer not null,
  -- The tool wants the browser back when the assessment has ended.
  wants_end boolean not null default false,
  constraint lti_attempt_name unique (backend, resource_link_id, person_id, attempt_number)
);

-- What a tool reported through its control of an assessment.
create table lti_report (
  id bigint generated always as identity primary key,
  attempt_code text not null references attempt (attempt_code) on delete cascade,
  action text not null check (action in ('pause', 'resume', 'terminate', 'update', 'flag')),
  incident_time timestamptz not null,
  severity numeric(3, 2) not null check (severity between 0 and 1),
  reason_code text not null check (length(reason_code) <= 64),
  reason text check (length(reason) <= 2000),
  extra_minutes integer,
  received timestamptz not null,
  -- Of the content, so that a report that is sent again counts once.
  fingerprint text not null,
  constraint lti_report_once unique (attempt_code, fingerprint)
);

-- Tokens of tools that count once, until they have expired.
create table lti_used_token (
  backend text not null,
  token_id text not null,
  expires_at timestamptz not null,
  primary key (backend, token_id)
);
create index lti_used_token_expiry on lti_used_token (expires_at);
