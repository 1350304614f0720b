import type { Knex } from 'knex';

/** What a side has typed of the values of a period and not handed in yet. */
export async function kpiDrafts(db: Knex): Promise<void> {
  await db.raw(`
    create table kpi_drafts (
      engagement_id uuid not null references engagements (id),
      period text not null,
      side text not null check (side in ('us', 'vendor')),
      typed jsonb not null,
      saved_by uuid,
      saved_at timestamptz not null,
      primary key (engagement_id, period, side)
    );
  `);
}
