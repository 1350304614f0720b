import type { Knex } from 'knex';

/** What models expected of each past period: closing the next period goes on from there. Null where it was not kept yet. */
export async function forecastsGoOn(db: Knex): Promise<void> {
  await db.raw('alter table kpi_forecasts add column expected jsonb');
}
