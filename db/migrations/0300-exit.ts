import type { Knex } from 'knex';

/** Exit: datasets with their runs and chunk ledger, tombstones of what was deleted, settlement, legal holds and waivers. */
export async function exit(db: Knex): Promise<void> {
  await db.raw(`
    create table datasets (
      engagement_id uuid not null references engagements (id),
      key text not null,
      title text not null,
      personal_data boolean not null,
      source jsonb not null,
      target jsonb not null,
      state text not null,
      run_id uuid,
      acknowledged_by uuid,
      acknowledged_at timestamptz,
      deletion_request_id uuid,
      deletion_requested_by uuid,
      certificate jsonb,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (engagement_id, key)
    );

    create table dataset_runs (
      id uuid primary key,
      engagement_id uuid not null,
      dataset_key text not null,
      mode text not null check (mode in ('real', 'drill')),
      sample_bp integer not null,
      runner_id uuid not null,
      target jsonb not null,
      state text not null,
      total_rows bigint not null default 0,
      total_bytes bigint not null default 0,
      total_files bigint not null default 0,
      transfer_ms bigint not null default 0,
      manifest jsonb,
      verification jsonb,
      throughput jsonb,
      failure text,
      started_at timestamptz not null,
      ended_at timestamptz
    );
    create index dataset_runs_dataset on dataset_runs (engagement_id, dataset_key, started_at);

    -- One row per chunk that has reached the target: the checkpoint from which a migration goes on.
    create table dataset_chunks (
      run_id uuid not null references dataset_runs (id),
      unit text collate "C" not null,
      seq integer not null,
      lower_bound jsonb,
      upper_bound jsonb,
      rows bigint not null,
      bytes bigint not null,
      sha256 text not null,
      state text not null check (state in ('sent', 'bad', 'verified')),
      entry text collate "C",
      entry_sha256 text,
      times_sent integer not null default 1,
      updated_at timestamptz not null,
      primary key (run_id, unit, seq)
    );
    create index dataset_chunks_open on dataset_chunks (run_id, unit, seq) where state <> 'verified';
    create index dataset_chunks_entries on dataset_chunks (run_id, entry) where entry is not null;

    create table deletion_tombstones (
      engagement_id uuid not null,
      dataset_key text not null,
      unit_hash text not null,
      seq integer not null,
      content_sha256 text not null,
      rows bigint not null,
      bytes bigint not null,
      reason text not null,
      deleted_at timestamptz not null,
      primary key (engagement_id, dataset_key, unit_hash, seq)
    );

    create table settlements (
      engagement_id uuid primary key references engagements (id),
      status text not null check (status in ('draft', 'submitted', 'approved')),
      lines jsonb not null,
      currency text not null,
      net_minor bigint not null,
      payable_minor bigint not null,
      disputed_minor bigint not null,
      version integer not null default 1,
      updated_by uuid not null,
      updated_at timestamptz not null,
      approved_at timestamptz
    );
    create function approved_settlement_is_final() returns trigger language plpgsql as $$
    begin
      raise exception 'an approved settlement cannot be changed';
    end $$;
    create trigger settlements_final before update or delete on settlements
      for each row when (old.status = 'approved') execute function approved_settlement_is_final();

    create table legal_holds (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      dataset_key text,
      reason text not null,
      placed_by uuid not null,
      placed_at timestamptz not null,
      released_by uuid,
      released_at timestamptz
    );
    create index legal_holds_engagement on legal_holds (engagement_id) where released_at is null;

    -- A shorter waiting period counts only once a second person has confirmed it.
    create table exit_waivers (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      days integer not null check (days >= 0),
      reason text not null,
      asked_by uuid not null,
      asked_at timestamptz not null,
      confirmed_by uuid check (confirmed_by <> asked_by),
      confirmed_at timestamptz
    );
    create index exit_waivers_engagement on exit_waivers (engagement_id, confirmed_at);
  `);
}
