import type { Knex } from 'knex';

/** Every mail by its business key: what is waiting, what went out, and what could not. */
export async function mailLog(db: Knex): Promise<void> {
  await db.raw(`
    create table mail_log (
      key text primary key,
      kind text not null,
      recipient_id uuid not null references users (id),
      address text,
      subject text,
      message_id text not null,
      request_id uuid,
      task_id uuid,
      engagement_id uuid,
      status text not null check (status in ('waiting', 'sent', 'skipped')),
      attempts integer not null default 0,
      last_error text,
      created_at timestamptz not null,
      sent_at timestamptz
    );
    create index mail_log_age on mail_log (created_at, key);
    create index mail_log_waiting on mail_log (created_at) where status = 'waiting';
    create index mail_log_task on mail_log (task_id) where task_id is not null;
  `);
}
