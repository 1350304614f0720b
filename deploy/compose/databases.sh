#!/bin/sh
# Run once by the image of PostgreSQL, when its data directory is new: a database and a role for each of the two.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set tenure="$(cat /run/secrets/tenure_password)" --set temporal="$(cat /run/secrets/temporal_password)" <<'SQL'
create role tenure login password :'tenure';
create database tenure owner tenure;
create role temporal login password :'temporal';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
