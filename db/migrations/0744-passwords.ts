import type { Knex } from 'knex';

/** Passwords of people who sign in with one, as argon2id hashes. */
export async function passwords(db: Knex): Promise<void> {
  await db.raw(`
    create table passwords (
      user_id uuid primary key references users (id),
      hash text not null check (hash like '$argon2id$%'),
      changed_at timestamptz not null
    );
  `);
}
