#!/bin/sh
# Makes the accounts and the databases of the service and of Temporal; run again, it only sets the passwords anew. The image of
# Postgres runs it once, when its data folder is empty.
set -eu
as_superuser() {
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"
}

as_superuser --dbname postgres <<'SQL'
select format('create role %I login', name)
from unnest(array['proctoring_migrator', 'proctoring_service', 'temporal']) as name
where not exists (select from pg_roles where rolname = name) \gexec

\getenv migrator MIGRATOR_PASSWORD
\getenv service SERVICE_PASSWORD
\getenv temporal TEMPORAL_PASSWORD
alter role proctoring_migrator password :'migrator';
alter role proctoring_service password :'service';
alter role temporal password :'temporal';

select format('create database %I owner %I', name, owner)
from (values ('proctoring', 'proctoring_migrator'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal'))
  as wanted (name, owner)
where not exists (select from pg_database where datname = name) \gexec
revoke all on database temporal, temporal_visibility from public;
SQL
as_superuser --dbname proctoring --file "$PRIVILEGES_FILE"
