import type { Knex } from 'knex';

/** Answers of POSTs by principal and Idempotency-Key; `status` is null while the first one still runs. */
export async function idempotency(db: Knex): Promise<void> {
  await db.raw(`
    create table idempotency_keys (
      principal text not null,
      key text not null,
      body_hash text not null,
      subject_id uuid not null,
      locked_until timestamptz,
      status integer,
      headers jsonb,
      body jsonb,
      created_at timestamptz not null,
      primary key (principal, key)
    );
    create index idempotency_keys_age on idempotency_keys (created_at);
  `);
}
