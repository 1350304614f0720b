import type { Knex } from 'knex';

/** What each bidder is told of an award, as it was when the award was approved. */
export async function awardNotices(db: Knex): Promise<void> {
  await db.raw(`
    create table award_notices (
      candidate_id uuid primary key references candidates (id),
      engagement_id uuid not null references engagements (id),
      outcome text not null check (outcome in ('won', 'lost')),
      rank integer,
      decided_at timestamptz not null,
      told_at timestamptz
    );
    create index award_notices_untold on award_notices (engagement_id) where told_at is null;
  `);
}
