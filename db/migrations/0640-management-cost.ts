import type { Knex } from 'knex';

/** Hours that people write for managing a vendor, and what it cost in each closed month. */
export async function managementCost(db: Knex): Promise<void> {
  await db.raw(`
    create table timesheets (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      person_id uuid not null references users (id),
      on_date date not null,
      hours numeric(6, 2) not null check (hours <> 0),
      role text not null,
      note text,
      reverses uuid unique references timesheets (id),
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      check ((reverses is null) = (hours > 0))
    );
    create index timesheets_engagement on timesheets (engagement_id, on_date, id);
    create index timesheets_person on timesheets (person_id, on_date);

    create table management_costs (
      engagement_id uuid not null references engagements (id),
      month text not null,
      cost jsonb not null,
      closed_at timestamptz not null,
      primary key (engagement_id, month)
    );
  `);
}
