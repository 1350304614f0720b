import type { Knex } from 'knex';

/** What the vendor has billed and what was paid of it, so that the settlement knows what is left. */
export async function invoices(db: Knex): Promise<void> {
  await db.raw(`
    create table invoices (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      number text not null,
      period text not null,
      about text not null check (about in ('fee', 'milestone', 'other')),
      minor bigint not null check (minor >= 0),
      paid_minor bigint not null check (paid_minor >= 0),
      currency text not null,
      evidence text,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      updated_at timestamptz not null,
      unique (engagement_id, number)
    );
  `);
}
