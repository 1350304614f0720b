import type { Knex } from 'knex';

/** People who want one mail a day instead of single reminders, and the reminders that wait for it. */
export async function digest(db: Knex): Promise<void> {
  await db.raw(`
    alter table users add column digest boolean not null default false;
    alter table mail_log
      drop constraint mail_log_status_check,
      add constraint mail_log_status_check check (status in ('waiting', 'sent', 'skipped', 'collected'));
    create index mail_log_collected on mail_log (recipient_id) where status = 'collected' and sent_at is null;
  `);
}
