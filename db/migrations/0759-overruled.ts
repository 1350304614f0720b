import type { Knex } from 'knex';

/** What administrators have decided in place of the people asked, for reports that count it: a few among all that there is. */
export async function overruled(db: Knex): Promise<void> {
  await db.raw(`
    create index requests_ended on requests (closed_at) where status = 'terminated';
    create index request_tasks_annulled on request_tasks (decided_at) where reason_code = 'ANNULLED';
  `);
}
