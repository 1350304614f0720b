import type { Knex } from 'knex';

/** Files of a request. A file without `used_key` is known to its uploader only; an act that names it makes it the request's. */
export async function attachments(db: Knex): Promise<void> {
  await db.raw(`
    create table request_attachments (
      id uuid primary key,
      request_id uuid not null references requests (id),
      uploaded_by uuid not null references users (id),
      file_name text not null,
      media_type text not null,
      size integer not null,
      sha256 text not null,
      content bytea not null,
      created_at timestamptz not null,
      used_key text,
      task_id uuid references request_tasks (id)
    );
    alter table request_attachments alter column content set storage external;
    create index request_attachments_request on request_attachments (request_id, id);

    alter table request_comments add column mention_ids uuid[] not null default '{}';
  `);
}
