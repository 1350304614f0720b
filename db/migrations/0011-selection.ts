import type { Knex } from 'knex';

/** Vendors (master data), and per engagement the candidates with quotes, the evaluation model and independent score sheets. */
export async function selection(db: Knex): Promise<void> {
  await db.raw(`
    create table vendors (
      id uuid primary key,
      name text not null,
      country text not null,
      uscc text unique,
      lei text unique,
      parent_id uuid references vendors (id),
      status text not null,
      contact_email text,
      contact_name text,
      locale text not null,
      certificates jsonb not null default '[]',
      due_diligence jsonb,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index vendors_name on vendors (lower(name));

    create table candidates (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      vendor_id uuid not null references vendors (id),
      quote jsonb,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (engagement_id, vendor_id)
    );

    create table evaluation_models (
      engagement_id uuid primary key references engagements (id),
      model jsonb not null,
      updated_at timestamptz not null
    );

    create table score_sheets (
      candidate_id uuid not null references candidates (id),
      evaluator_id uuid not null references users (id),
      scores jsonb not null,
      conflict_of_interest boolean not null,
      comment text,
      updated_at timestamptz not null,
      primary key (candidate_id, evaluator_id)
    );

    alter table engagements add foreign key (vendor_id) references vendors (id);
    alter table engagements add foreign key (candidate_id) references candidates (id);
  `);
}
