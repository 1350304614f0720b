import type { Knex } from 'knex';

/** What vendors emitted and earned by year; a correction is a version more. */
export async function vendorEmissions(db: Knex): Promise<void> {
  await db.raw(`
    create table vendor_emissions (
      vendor_id uuid not null references vendors (id),
      year integer not null,
      version integer not null,
      figures jsonb not null,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      primary key (vendor_id, year, version)
    );
  `);
}
