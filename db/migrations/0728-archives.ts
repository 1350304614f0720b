import type { Knex } from 'knex';

/** Archives of engagements that are closed, and the contents of the document store that they are made of. */
export async function archives(db: Knex): Promise<void> {
  await db.raw(`
    create table archives (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      -- Of the content of the index.
      sha256 text not null,
      signed_index jsonb not null,
      built_by uuid not null references users (id),
      built_at timestamptz not null,
      unique (engagement_id, sha256)
    );
    create index archives_engagement on archives (engagement_id, built_at);

    -- The store keeps a content while a row names it.
    create table archive_contents (
      archive_id uuid not null references archives (id) on delete cascade,
      sha256 text not null,
      primary key (archive_id, sha256)
    );
    create index archive_contents_sha256 on archive_contents (sha256);
  `);
}
