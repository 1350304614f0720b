import type { Knex } from 'knex';

/** What is limited per task and hour, whichever API process it comes through; the hour begins with the first use. */
export async function linkUses(db: Knex): Promise<void> {
  await db.raw(`
    create table link_uses (
      task_id uuid not null references request_tasks (id),
      kind text not null check (kind in ('refused', 'new-link', 'code')),
      since timestamptz not null,
      uses integer not null,
      primary key (task_id, kind)
    );
  `);
}
