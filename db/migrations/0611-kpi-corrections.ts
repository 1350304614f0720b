import type { Knex } from 'knex';

/** Values that wait for a second person, and what a confirmed correction made of the card of a closed period. */
export async function kpiCorrections(db: Knex): Promise<void> {
  await db.raw(`
    alter table kpi_values add column confirmed_by uuid;

    create table kpi_corrections (
      id uuid primary key,
      engagement_id uuid not null,
      key text not null,
      period text not null,
      kind text not null check (kind in ('closed-period', 'override')),
      value double precision,
      status text,
      inputs jsonb,
      evidence text,
      reason text,
      side text not null check (side in ('us', 'vendor')),
      proposed_by uuid,
      proposed_at timestamptz not null,
      state text not null check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
      decided_by uuid,
      decided_at timestamptz,
      comment text,
      foreign key (engagement_id, key) references kpis (engagement_id, key)
    );
    create index kpi_corrections_of_engagement on kpi_corrections (engagement_id, id);

    create table scorecard_revisions (
      engagement_id uuid not null,
      period text not null,
      revision integer not null check (revision > 1),
      correction_id uuid not null unique references kpi_corrections (id),
      reason text,
      score numeric(7, 4),
      standing text not null,
      card jsonb not null,
      recorded_at timestamptz not null,
      primary key (engagement_id, period, revision),
      foreign key (engagement_id, period) references scorecards (engagement_id, period)
    );
  `);
}
