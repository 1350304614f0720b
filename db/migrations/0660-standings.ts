import type { Knex } from 'knex';

/** The standing of an engagement after each closed period, and what it has led to from when until when. */
export async function standings(db: Knex): Promise<void> {
  await db.raw(`
    create table standings (
      engagement_id uuid not null references engagements (id),
      period text not null,
      score numeric(7, 4),
      found text not null,
      in_force text not null,
      before text,
      red_line boolean not null,
      card_revision integer not null,
      settled_at timestamptz not null,
      primary key (engagement_id, period)
    );

    create table standing_effects (
      engagement_id uuid not null references engagements (id),
      effect text not null,
      since_period text not null,
      started_at timestamptz not null,
      evidence jsonb not null,
      undo jsonb,
      ended_period text,
      ended_at timestamptz,
      primary key (engagement_id, effect, since_period)
    );
    create unique index standing_effects_open on standing_effects (engagement_id, effect) where ended_at is null;
  `);
}
