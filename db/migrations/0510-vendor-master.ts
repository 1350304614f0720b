import type { Knex } from 'knex';

/** Who looks after a vendor and what is known of it; questionnaires with their assessments; the list of sanctioned parties. */
export async function vendorMaster(db: Knex): Promise<void> {
  await db.raw(`
    alter table vendors
      add column owner_id uuid references users (id),
      add column tier text,
      add column reference_checks jsonb not null default '[]';
    create index vendors_parent on vendors (parent_id);
    create index vendors_status on vendors (status);

    create table questionnaires (
      key text not null,
      version integer not null,
      definition jsonb not null,
      created_by uuid not null references users (id),
      created_at timestamptz not null,
      primary key (key, version)
    );

    create table vendor_assessments (
      id uuid primary key,
      vendor_id uuid not null references vendors (id),
      questionnaire_key text not null,
      questionnaire jsonb not null,
      state text not null check (state in ('open', 'submitted', 'accepted')),
      answers jsonb not null,
      previous_id uuid references vendor_assessments (id),
      to_review jsonb not null default '[]',
      result jsonb,
      opened_at timestamptz not null,
      opened_by uuid not null references users (id),
      submitted_at timestamptz,
      submitted_by uuid references users (id),
      reviewed_at timestamptz,
      reviewed_by uuid references users (id),
      review_comment text,
      valid_until date,
      link_secret_hash text,
      link_expires_at timestamptz,
      version integer not null default 1
    );
    create index vendor_assessments_vendor on vendor_assessments (vendor_id, opened_at desc);
    create unique index vendor_assessments_running on vendor_assessments (vendor_id, questionnaire_key)
      where state <> 'accepted';
    create unique index vendor_assessments_link on vendor_assessments (link_secret_hash);

    create table sanctions_lists (
      id uuid primary key,
      uploaded_by uuid not null references users (id),
      uploaded_at timestamptz not null,
      entries integer not null,
      is_current boolean not null
    );
    create unique index sanctions_lists_current on sanctions_lists (is_current) where is_current;

    create table sanctions_entries (
      list_id uuid not null references sanctions_lists (id) on delete cascade,
      row integer not null,
      name text not null,
      name_key text not null,
      identifier text,
      identifier_key text,
      country text,
      program text,
      primary key (list_id, row)
    );
    create index sanctions_entries_name on sanctions_entries (list_id, name_key);
    create index sanctions_entries_identifier on sanctions_entries (list_id, identifier_key);

    create table sanctions_hits (
      id uuid primary key,
      vendor_id uuid not null references vendors (id),
      hit_key text not null,
      entry jsonb not null,
      matched_by text not null,
      status text not null check (status in ('open', 'cleared', 'lapsed')),
      raised_by uuid references users (id),
      raised_at timestamptz not null,
      cleared_by uuid references users (id),
      cleared_at timestamptz,
      reason text,
      unique (vendor_id, hit_key)
    );
    create index sanctions_hits_open on sanctions_hits (vendor_id) where status = 'open';
  `);
}
