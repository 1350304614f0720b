import type { Knex } from 'knex';

/** Files that bear out a value: waiting until the value is reported, then with its revision or with what waits for a second person. */
export async function kpiEvidence(db: Knex): Promise<void> {
  await db.raw(`
    create table kpi_evidence (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      key text not null,
      period text not null,
      side text not null check (side in ('us', 'vendor')),
      file_name text not null,
      media_type text not null,
      size bigint not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      uploaded_by uuid,
      uploaded_at timestamptz not null,
      revision integer,
      correction_id uuid references kpi_corrections (id)
    );
    create index kpi_evidence_of_value on kpi_evidence (engagement_id, period, key);
    create index kpi_evidence_content on kpi_evidence (sha256);
  `);
}
