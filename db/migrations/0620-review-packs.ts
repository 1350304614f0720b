import type { Knex } from 'knex';

/** The pack of a review stands beside it, sealed by its hash; how often an engagement is reviewed is its own setting. */
export async function reviewPacks(db: Knex): Promise<void> {
  await db.raw(`
    create table review_packs (
      review_id uuid primary key references reviews (id),
      pack jsonb not null,
      sha256 text not null,
      built_at timestamptz not null,
      built_by uuid references users (id)
    );
    alter table engagements add column review_rhythm text not null default 'monthly'
      check (review_rhythm in ('monthly', 'quarterly'));
  `);
}
