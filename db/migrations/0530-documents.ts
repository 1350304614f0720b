import type { Knex } from 'knex';

/** Documents of an engagement: what they are called and whose they are; their content lies in the document store by its hash. */
export async function documents(db: Knex): Promise<void> {
  await db.raw(`
    create table documents (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      file_name text not null,
      media_type text not null,
      size bigint not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      uploaded_by uuid not null references users (id),
      created_at timestamptz not null
    );
    create index documents_engagement on documents (engagement_id, id);
    create index documents_content on documents (sha256);
  `);
}
