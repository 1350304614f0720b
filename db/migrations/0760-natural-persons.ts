import type { Knex } from 'knex';

/** Accounts with the same number of the personnel office are of one natural person. */
export async function naturalPersons(db: Knex): Promise<void> {
  await db.raw(`
    alter table users add column employee_id text check (employee_id <> '');
    create index users_employee on users (employee_id) where employee_id is not null;
  `);
}
