import type { Knex } from 'knex';

/** What the vendor holds and has to give back, and when the list was last gone through. */
export async function exitReturns(db: Knex): Promise<void> {
  await db.raw(`
    create table exit_returns (
      engagement_id uuid primary key references engagements (id),
      items jsonb not null,
      version integer not null,
      reviewed_by uuid not null references users (id),
      reviewed_at timestamptz not null,
      updated_at timestamptz not null
    );
  `);
}
