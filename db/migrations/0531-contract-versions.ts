import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** Every version of a contract as it was written, who waived what, what a signature stands under, and the plan for the exit. */
export async function contractVersions(db: Knex): Promise<void> {
  await db.raw(`
    create table contract_versions (
      engagement_id uuid not null references engagements (id),
      version integer not null,
      kind text not null check (kind in ('draft', 'amendment')),
      terms jsonb not null,
      sha256 text not null,
      document_id uuid references documents (id),
      document_sha256 text,
      written_by uuid references users (id),
      written_at timestamptz not null,
      effective_on date,
      amendment_id uuid,
      primary key (engagement_id, version),
      check ((kind = 'amendment') = (effective_on is not null))
    );

    create table clause_waivers (
      engagement_id uuid not null references engagements (id),
      code text not null,
      reason text not null,
      contract_version integer not null,
      waived_by uuid not null references users (id),
      waived_at timestamptz not null,
      primary key (engagement_id, code)
    );

    alter table contracts add column approved_version integer;
    alter table contract_signatures
      add column contract_version integer,
      add column contract_sha256 text,
      add column method text check (method in ('manual-upload', 'e-sign')),
      add column document_id uuid references documents (id),
      add column document_sha256 text;

    create table exit_plans (
      engagement_id uuid primary key references engagements (id),
      plan jsonb not null,
      version integer not null,
      updated_by uuid not null references users (id),
      updated_at timestamptz not null
    );
  `);
  await keepPresentVersions(db);
}

/** What each contract says now becomes its first kept version; what it said before is not known any more. */
async function keepPresentVersions(db: Knex): Promise<void> {
  const rows = await db<{ engagement_id: string; terms: unknown; version: number; updated_at: Date }>('contracts');
  for (const { engagement_id, terms, version, updated_at } of rows) {
    const sha256 = createHash('sha256').update(sortedJson(terms)).digest('hex');
    const said = JSON.stringify(terms);
    await db('contract_versions').insert({
      engagement_id,
      version,
      kind: 'draft',
      terms: said,
      sha256,
      written_at: updated_at,
    });
  }
  await db.raw(`
    update contracts set approved_version = contracts.version from engagements
    where engagements.id = contracts.engagement_id and engagements.contract_approved
  `);
}

/** JSON with the fields of every object in order, as the hashes of versions are made. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
