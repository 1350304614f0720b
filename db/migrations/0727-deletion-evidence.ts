import type { Knex } from 'knex';

/** Evidence of a deletion: values planted among the data, what the vendor declares, and findings that no history keeps. */
export async function deletionEvidence(db: Knex): Promise<void> {
  await db.raw(`
    alter table datasets
      -- Until the certificate is issued; then the values are forgotten.
      add column canaries jsonb,
      -- Where they were seen before anything was deleted.
      add column canaries_seen jsonb;

    -- Of the last verification, until its verdict is recorded: they may name keys of rows and files.
    alter table dataset_runs add column findings jsonb;

    create table deletion_declarations (
      id uuid primary key,
      engagement_id uuid not null,
      dataset_key text not null,
      about text not null check (about in ('sub-contractor', 'backups', 'other-copies')),
      subcontractor_id uuid references subcontractors (id),
      party text,
      statement text not null,
      declared_by text not null,
      declared_on date not null,
      gone_by date,
      evidence text,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      foreign key (engagement_id, dataset_key) references datasets (engagement_id, key) on delete cascade
    );
    create index deletion_declarations_dataset on deletion_declarations (engagement_id, dataset_key, recorded_at);
  `);
}
