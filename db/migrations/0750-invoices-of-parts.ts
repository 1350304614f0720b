import type { Knex } from 'knex';

/** Invoices about a part of the service that has left. */
export async function invoicesOfParts(db: Knex): Promise<void> {
  await db.raw(`
    alter table invoices drop constraint invoices_about_check;
    alter table invoices add constraint invoices_about_check check (about in ('fee', 'milestone', 'part', 'other'));
    alter table invoices add column part int;
    alter table invoices add constraint invoices_part_check check ((about = 'part') = (part is not null));
  `);
}
