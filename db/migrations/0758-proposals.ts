import type { Knex } from 'knex';

/** What one administrator has asked for and another one confirms; at most one open for each thing. */
export async function proposals(db: Knex): Promise<void> {
  await db.raw(`
    create table proposals (
      id uuid primary key,
      kind text not null,
      key text not null,
      base_version integer not null,
      body jsonb not null,
      state text not null default 'open' check (state in ('open', 'confirmed', 'rejected', 'withdrawn')),
      proposed_by uuid not null references users (id),
      proposed_at timestamptz not null,
      settled_by uuid references users (id),
      settled_at timestamptz,
      comment text,
      check ((state = 'open') = (settled_by is null)),
      check (state <> 'confirmed' or settled_by <> proposed_by)
    );
    create unique index proposals_open on proposals (kind, key) where state = 'open';
  `);
}
