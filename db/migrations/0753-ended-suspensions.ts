import type { Knex } from 'knex';

/** What had ended while it stood still was said to stand still for good. */
export async function endedSuspensions(db: Knex): Promise<void> {
  await db.raw(`
    update engagements set suspended_from = null
    where suspended_from is not null and state in ('CLOSED', 'CANCELLED')
  `);
}
