import type { Knex } from 'knex';

/** People, their roles, tokens, sessions, absences, and the business calendars they work by. */
export async function people(db: Knex): Promise<void> {
  await db.raw(`
    create table users (
      id uuid primary key,
      email text not null,
      name text not null,
      locale text not null check (locale in ('zh-CN', 'en')),
      time_zone text not null,
      roles text[] not null,
      manager_id uuid references users (id),
      department_id text,
      active boolean not null default true,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create unique index users_email on users (lower(email));
    create index users_roles on users using gin (roles) where active;

    create table tokens (
      id uuid primary key,
      user_id uuid not null references users (id),
      name text not null,
      secret_hash text not null unique,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz
    );
    create index tokens_user on tokens (user_id);

    create table sessions (
      secret_hash text primary key,
      user_id uuid not null references users (id),
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null
    );

    create table absences (
      id uuid primary key,
      user_id uuid not null references users (id),
      starts_on date not null,
      ends_on date not null,
      substitute_id uuid not null references users (id),
      policy_keys text[],
      include_pending boolean not null
    );
    create index absences_user on absences (user_id, starts_on);

    create table calendars (
      key text primary key,
      version integer not null,
      definition jsonb not null,
      updated_at timestamptz not null
    );
  `);
}
