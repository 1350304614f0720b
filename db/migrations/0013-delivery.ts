import type { Knex } from 'knex';

/** KPIs, their values by period (the first one and every correction), scorecards, reviews, and what monitoring has done. */
export async function delivery(db: Knex): Promise<void> {
  await db.raw(`
    create table kpis (
      engagement_id uuid not null references engagements (id),
      key text not null,
      position integer not null,
      definition jsonb not null,
      contract_version integer not null,
      primary key (engagement_id, key)
    );

    create table kpi_values (
      engagement_id uuid not null,
      key text not null,
      period text not null,
      revision integer not null,
      value double precision,
      status text,
      inputs jsonb,
      evidence text,
      recorded_by uuid,
      recorded_at timestamptz not null,
      primary key (engagement_id, key, period, revision),
      foreign key (engagement_id, key) references kpis (engagement_id, key)
    );

    create table scorecards (
      engagement_id uuid not null references engagements (id),
      period text not null,
      score numeric(7, 4),
      standing text not null,
      card jsonb not null,
      closed_at timestamptz not null,
      primary key (engagement_id, period)
    );

    create table reviews (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      kind text not null check (kind in ('monthly', 'quarterly', 'annual')),
      period text not null,
      state text not null,
      meeting_at timestamptz not null,
      detail jsonb not null,
      version integer not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (engagement_id, kind, period)
    );

    create table agenda_log (
      engagement_id uuid not null references engagements (id),
      key text not null,
      kind text not null,
      due_at timestamptz not null,
      done_at timestamptz not null,
      primary key (engagement_id, key)
    );
  `);
}
