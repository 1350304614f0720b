import type { Knex } from 'knex';

/** Surveys of the people concerned, lessons of engagements, and what was ticked off on checklists. */
export async function planning(db: Knex): Promise<void> {
  await db.raw(`
    create table pulses (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      day date not null,
      score double precision not null check (score between 1 and 5),
      n integer not null check (n >= 0),
      comment text,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      unique (engagement_id, day)
    );

    create table lessons (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      service_type text not null,
      gate text not null check (gate in ('needs', 'award', 'contract')),
      lesson text not null,
      check_text text not null,
      required boolean not null,
      recorded_by uuid not null references users (id),
      recorded_at timestamptz not null,
      retired_at timestamptz
    );
    create index lessons_service_type on lessons (service_type, id);
    create index lessons_engagement on lessons (engagement_id, id);

    create table checklist_ticks (
      engagement_id uuid not null references engagements (id),
      key text not null,
      done boolean not null,
      comment text,
      ticked_by uuid not null references users (id),
      ticked_at timestamptz not null,
      primary key (engagement_id, key)
    );
  `);
}
