import type { Knex } from 'knex';

/**
 * Who somebody is at the organisation's own sign-in: one subject is one person and one person one subject, for each issuer.
 * And what has come back from there: each answer opens something once.
 */
export async function identities(db: Knex): Promise<void> {
  await db.raw(`
    create table identities (
      id uuid primary key,
      user_id uuid not null references users (id),
      issuer text not null,
      subject text not null,
      linked_at timestamptz not null,
      unique (issuer, subject),
      unique (user_id, issuer)
    );

    create table used_states (
      state_hash text primary key,
      used_at timestamptz not null
    );
    create index used_states_at on used_states (used_at);
  `);
}
