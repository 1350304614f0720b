import type { Knex } from 'knex';

/** Who gave which role to whom, or took it away, and when: what counts in a request may depend on it for a while. */
export async function roleChanges(db: Knex): Promise<void> {
  await db.raw(`
    create table role_changes (
      number bigint generated always as identity primary key,
      user_id uuid not null references users (id),
      role text not null,
      given boolean not null,
      changed_by uuid not null references users (id),
      changed_at timestamptz not null default now()
    );
    create index role_changes_user on role_changes (user_id, changed_at);
    create index role_changes_role on role_changes (role, changed_at);
  `);
}
