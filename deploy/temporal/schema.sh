#!/bin/sh
# Brings the schemas of Temporal's two databases up to date; the databases are there already. Repeating it changes nothing. The
# tool reads SQL_HOST, SQL_USER and SQL_PASSWORD itself.
set -eu
update() {
  # Fails if there is a schema already; the next step says so if anything else is wrong.
  temporal-sql-tool --plugin postgres12 --database "$1" setup-schema --version 0.0 || true
  temporal-sql-tool --plugin postgres12 --database "$1" update-schema --schema-name "postgresql/v12/$2"
}

update temporal temporal
update temporal_visibility visibility
