import type { Knex } from 'knex';

/** Who asked whom for an opinion or a signature, and what a waiting task waits for. */
export async function approvalPeople(db: Knex): Promise<void> {
  await db.raw(`
    alter table request_tasks
      add column asked_by_id uuid,
      add column asked_for text,
      add column waits_for text,
      add column signing jsonb;
    create index request_tasks_owner on request_tasks (owner_id, status);
  `);
}
