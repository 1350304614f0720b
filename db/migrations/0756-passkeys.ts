import type { Knex } from 'knex';

/**
 * Passkeys: what somebody's devices show who they are with; of each its public key and how often it says that it was used. And
 * what they are asked: each question is answered once, by whoever it was put to, for what it was put for.
 */
export async function passkeys(db: Knex): Promise<void> {
  await db.raw(`
    create table passkeys (
      id uuid primary key,
      user_id uuid not null references users (id),
      credential_id text not null unique,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      backup_eligible boolean not null,
      backed_up boolean not null,
      name text not null,
      created_at timestamptz not null,
      last_used_at timestamptz
    );
    create index passkeys_user on passkeys (user_id);

    create table passkey_challenges (
      challenge_hash text primary key,
      purpose text not null check (purpose in ('register', 'sign-in', 'second-step', 'confirm')),
      bound_hash text not null,
      expires_at timestamptz not null
    );
    create index passkey_challenges_expiry on passkey_challenges (expires_at);
  `);
}
