import type { Knex } from 'knex';

/** Lists and thresholds that an organisation sets for itself, every version kept; what ships is not in here. */
export async function settings(db: Knex): Promise<void> {
  await db.raw(`
    create table settings (
      key text not null,
      version integer not null,
      body jsonb not null,
      saved_by uuid not null references users (id),
      saved_at timestamptz not null,
      primary key (key, version)
    );
  `);
}
