import type { Knex } from 'knex';

/**
 * Engagements whose dates the date keeper keeps, and how far it has come with each. `next` is what it does on the next date;
 * `owed` is what the last turn has still to set going outside of the records. `due_at` is when it comes round: the next date,
 * later after a failure, null while nothing is known. In `date_keeper` stands until when it sleeps (null: until it is
 * told of a date), so that whoever moves a date knows whether to wake it.
 */
export async function watches(db: Knex): Promise<void> {
  await db.raw(`
    create table watches (
      engagement_id uuid primary key references engagements (id) on delete cascade,
      cursor_at timestamptz not null,
      cursor_key text not null,
      next jsonb not null default '[]',
      owed jsonb,
      due_at timestamptz,
      attempts integer not null default 0,
      last_error text
    );
    create index watches_due on watches (due_at) where due_at is not null;
    create table date_keeper (
      single boolean primary key default true check (single),
      workflow_id text not null,
      wakes_at timestamptz
    );
  `);
}
