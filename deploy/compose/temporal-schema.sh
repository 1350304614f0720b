#!/bin/sh
# Brings both databases of Temporal to the schema of this version of the server.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_password)
export SQL_PASSWORD
bring() {
  tool="temporal-sql-tool --plugin postgres12 --ep 127.0.0.1 -p 5432 -u temporal --db $1"
  $tool setup-schema -v 0.0
  $tool update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}
bring temporal temporal
bring temporal_visibility visibility
