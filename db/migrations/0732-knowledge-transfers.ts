import type { Knex } from 'knex';

/** What has to be known to run the service without its vendor: who hands it over to whom, and what the receiver said. */
export async function knowledgeTransfers(db: Knex): Promise<void> {
  await db.raw(`
    create table knowledge_transfers (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      topic text not null,
      giver text not null,
      receiver_id uuid not null references users (id),
      method text not null,
      due date not null,
      materials jsonb not null,
      state text not null check (state in ('planned', 'handed-over', 'accepted', 'rejected')),
      handed_over_by uuid references users (id),
      handed_over_at timestamptz,
      answered_by uuid references users (id),
      answered_at timestamptz,
      comment text,
      rounds integer not null default 0,
      updated_at timestamptz not null,
      constraint knowledge_accepted_by_another check (answered_by <> handed_over_by)
    );
    create index knowledge_transfers_engagement on knowledge_transfers (engagement_id, id);
  `);
}
