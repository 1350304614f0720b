import type { Knex } from 'knex';

/**
 * What the last search found of the values of each KPI. `follows_from` is the hash of what it went by: readers take it where
 * theirs is the same, and search themselves where it is not. It goes with its KPI.
 */
export async function kpiForecasts(db: Knex): Promise<void> {
  await db.raw(`
    create table kpi_forecasts (
      engagement_id uuid not null,
      key text not null,
      follows_from text not null check (follows_from ~ '^[0-9a-f]{64}$'),
      formula integer not null,
      found jsonb not null,
      primary key (engagement_id, key),
      foreign key (engagement_id, key) references kpis (engagement_id, key) on delete cascade
    )
  `);
}
