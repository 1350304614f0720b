#!/bin/sh
# Makes the secrets of compose.yaml that are not there yet, in the folder secrets/ beside it. The mail relay is yours:
# put its address into secrets/smtp_url (smtps://user:password@mail.example.com:465).
set -eu
cd "$(dirname "$0")/.."
# The folder keeps others of this machine out; the accounts inside the containers must be able to read the files.
mkdir -p secrets && chmod 700 secrets
made() { [ -e "secrets/$1" ] || { printf '%s\n' "$2" >"secrets/$1" && chmod 444 "secrets/$1"; }; }
for name in postgres_password tenure_password temporal_password tenure_secret codec_keys admin_token metrics_token; do
  made "$name" "$(openssl rand -hex 32)"
done
made database_url "postgres://tenure:$(cat secrets/tenure_password)@127.0.0.1:5432/tenure"
[ -e secrets/smtp_url ] || echo 'secrets/smtp_url is missing: write the address of your mail relay into it.' >&2
