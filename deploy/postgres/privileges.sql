-- What the two accounts of the service may do in its database, which belongs to proctoring_migrator: that one changes the
-- schema, the service reads and writes rows. To be run there by a superuser or by proctoring_migrator; repeating it is safe.

revoke all on database proctoring from public;
grant connect on database proctoring to proctoring_service;

grant usage on schema public to proctoring_service;
alter default privileges for role proctoring_migrator in schema public
  grant select, insert, update, delete on tables to proctoring_service;
alter default privileges for role proctoring_migrator in schema public
  grant usage, select on sequences to proctoring_service;

-- What was made before this file was run.
grant select, insert, update, delete on all tables in schema public to proctoring_service;
grant usage, select on all sequences in schema public to proctoring_service;
