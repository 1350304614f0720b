import type { Knex } from 'knex';

/** Risks, signals and incidents that change after they were recorded; how an incident was closed. */
export async function riskChanges(db: Knex): Promise<void> {
  await db.raw(`
    alter table risks add column version integer not null default 1;
    alter table signals add column version integer not null default 1;
    alter table incidents
      add column version integer not null default 1,
      add column closing jsonb;
  `);
}
