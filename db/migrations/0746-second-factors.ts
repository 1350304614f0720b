import type { Knex } from 'knex';

/** Codes of an authenticator app as second factor: the seed is a sealed text, a step of its clock is used once. */
export async function secondFactors(db: Knex): Promise<void> {
  await db.raw(`
    create table second_factors (
      user_id uuid primary key references users (id),
      seed text not null,
      created_at timestamptz not null,
      confirmed_at timestamptz,
      last_step bigint not null default 0
    );

    create table recovery_codes (
      code_hash text primary key,
      user_id uuid not null references users (id),
      created_at timestamptz not null,
      used_at timestamptz
    );
    create index recovery_codes_user on recovery_codes (user_id);
  `);
}
