import type { Knex } from 'knex';

/** Whether a vendor has an engagement that has not ended, without passing over the lines of all. */
export async function linesOfVendors(db: Knex): Promise<void> {
  await db.raw('create index portfolio_lines_vendor on portfolio_lines (vendor_id)');
}
