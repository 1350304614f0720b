import type { Knex } from 'knex';

/** Where the contact of a vendor reads dates and times; null where nobody has said. */
export async function vendorTimeZone(db: Knex): Promise<void> {
  await db.raw('alter table vendors add column time_zone text');
}
