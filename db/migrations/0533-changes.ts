import type { Knex } from 'knex';

/** What changes after the signature: amendments, change requests and whom the vendor hands work on to. */
export async function changes(db: Knex): Promise<void> {
  await db.raw(`
    create table contract_amendments (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      base_version integer not null,
      changes jsonb not null,
      terms jsonb not null,
      sha256 text not null,
      reason text not null,
      effective_on date not null,
      document_id uuid references documents (id),
      document_sha256 text,
      status text not null check (status in ('pending', 'approved', 'rejected', 'in-force')),
      request_id uuid,
      signatures jsonb not null default '{}',
      version integer,
      proposed_by uuid not null references users (id),
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index contract_amendments_engagement on contract_amendments (engagement_id, id);
    create unique index contract_amendments_one_open on contract_amendments (engagement_id)
      where status in ('pending', 'approved');

    create table change_requests (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      definition jsonb not null,
      cost_minor bigint not null,
      cumulative_bp integer,
      status text not null check (status in ('pending', 'in-force', 'amending', 'rejected')),
      request_id uuid,
      amendment_id uuid references contract_amendments (id),
      requested_by uuid not null references users (id),
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index change_requests_engagement on change_requests (engagement_id, id);

    create table subcontractors (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      parent_id uuid references subcontractors (id),
      definition jsonb not null,
      active boolean not null,
      consent text not null check (consent in ('requested', 'consented', 'refused')),
      requested_by uuid not null references users (id),
      decided_by uuid references users (id),
      decided_at timestamptz,
      comment text,
      alarmed boolean not null default false,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index subcontractors_engagement on subcontractors (engagement_id, id);
  `);
}
