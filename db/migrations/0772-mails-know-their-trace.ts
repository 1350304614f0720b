import type { Knex } from 'knex';

/** Which trace a mail on its way is part of (`traceparent` of W3C), where somebody traces: whoever takes it to the relay is another process. */
export async function mailsKnowTheirTrace(db: Knex): Promise<void> {
  await db.raw(`alter table mail_orders add column trace_parent text`);
}
