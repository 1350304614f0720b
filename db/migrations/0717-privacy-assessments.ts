import type { Knex } from 'knex';

/** What allows data of an engagement to go abroad, and for which country a sub-contractor has raised the alarm. */
export async function privacyAssessments(db: Knex): Promise<void> {
  await db.raw(`
    create table privacy_assessments (
      engagement_id uuid primary key references engagements (id),
      assessment jsonb not null,
      version integer not null,
      updated_by uuid not null references users (id),
      updated_at timestamptz not null
    );
    alter table subcontractors add column border_alarmed text;
  `);
}
