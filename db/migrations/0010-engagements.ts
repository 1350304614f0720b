import type { Knex } from 'knex';

/** Engagements as their workflows last recorded them, with the needs that people write before gate G1. */
export async function engagements(db: Knex): Promise<void> {
  await db.raw(`
    create sequence engagement_numbers;

    create table engagements (
      id uuid primary key,
      number text not null unique,
      title text not null,
      service_type text not null,
      state text not null,
      owner_id uuid not null references users (id),
      sponsor_id uuid references users (id),
      time_zone text not null,
      currency text not null,
      roles jsonb not null,
      needs jsonb not null,
      criticality text not null,
      vendor_id uuid,
      candidate_id uuid,
      open_gate text,
      open_request_id uuid,
      contract_approved boolean not null default false,
      exit_cause text,
      exit_effective_date date,
      live_on date,
      health text not null default 'green' check (health in ('green', 'amber', 'red')),
      next_due_at timestamptz,
      version integer not null,
      needs_version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index engagements_state on engagements (state, id);
    create index engagements_owner on engagements (owner_id, id);
    create index engagements_vendor on engagements (vendor_id, id);
    create index engagements_due on engagements (next_due_at) where next_due_at is not null;
  `);
}
