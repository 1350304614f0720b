import type { Knex } from 'knex';

/** Departments with their heads, and who takes over from a person who left. */
export async function departments(db: Knex): Promise<void> {
  await db.raw(`
    create table departments (
      id text primary key,
      name text not null,
      head_id uuid references users (id),
      updated_at timestamptz not null
    );
    create index users_department on users (department_id) where department_id is not null;
    alter table users add column successor_id uuid references users (id);
  `);
}
