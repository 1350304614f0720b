import type { Knex } from 'knex';

/** What came of a date that came round, for whoever asks again because the answer was lost. */
export async function agendaOutcome(db: Knex): Promise<void> {
  await db.raw('alter table agenda_log add column outcome jsonb');
}
