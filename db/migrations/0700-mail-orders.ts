import type { Knex } from 'knex';

/**
 * Mails on their way, by business key: ids and small facts, never a text. `next_at` of a mail that is being tried is the
 * end of its lease, and null once nobody tries it any more; what has gone out is in `mail_log` alone.
 */
export async function mailOrders(db: Knex): Promise<void> {
  await db.raw(`
    create table mail_orders (
      key text primary key,
      kind text not null,
      recipient_id text not null,
      engagement_id uuid,
      facts jsonb not null,
      due_at timestamptz not null,
      ordered_at timestamptz not null default now(),
      attempts integer not null default 0,
      next_at timestamptz default now(),
      last_error text
    );
    create index mail_orders_due on mail_orders (next_at) where next_at is not null;
  `);
}
