import type { Knex } from 'knex';

/** What each side owes the other again and again, what an authority wants to hear, and the dossiers of renewals. */
export async function obligations(db: Knex): Promise<void> {
  await db.raw(`
    create table obligations (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      duty text,
      definition jsonb not null,
      state text not null default 'active' check (state in ('active', 'ended')),
      opened_through date,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (engagement_id, duty)
    );
    create index obligations_engagement on obligations (engagement_id, id);

    create table compliance_profiles (
      engagement_id uuid primary key references engagements (id),
      profile jsonb not null,
      updated_by uuid not null references users (id),
      updated_at timestamptz not null
    );

    create table renewal_dossiers (
      engagement_id uuid not null references engagements (id),
      term_end date not null,
      dossier jsonb not null,
      built_at timestamptz not null,
      primary key (engagement_id, term_end)
    );
  `);
}
