import type { Knex } from 'knex';

/** Keys with which machines report to one engagement. A key is random, so a plain hash of it suffices. */
export async function accessKeys(db: Knex): Promise<void> {
  await db.raw(`
    create table access_keys (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      name text not null,
      scopes text[] not null,
      secret_hash text not null,
      created_by uuid not null references users (id),
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz
    );
    create index access_keys_engagement on access_keys (engagement_id, id);
  `);
}
