import type { Knex } from 'knex';

/**
 * Sessions that their person can see and end, with the moment of the last proof of who it is; tokens with scopes and a
 * last use; and the wrong tries at signing in, which all API processes count together.
 */
export async function signIn(db: Knex): Promise<void> {
  await db.raw(`
    alter table sessions
      add column id uuid not null unique default gen_random_uuid(),
      add column method text not null default 'token' check (method in ('token', 'password', 'passkey', 'oidc')),
      add column proved_at timestamptz,
      add column agent text not null default '';
    update sessions set proved_at = created_at;
    alter table sessions alter column proved_at set not null;
    create index sessions_user on sessions (user_id);

    alter table tokens
      add column scopes text[] check (scopes <@ array['read', 'write', 'decide', 'administer']),
      add column created_by uuid references users (id),
      add column last_used_at timestamptz;

    create table sign_in_tries (
      key text primary key,
      since timestamptz not null,
      tries integer not null
    );
    create index sign_in_tries_since on sign_in_tries (since);
  `);
}
