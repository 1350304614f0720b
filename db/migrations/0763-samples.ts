import type { Knex } from 'knex';

/**
 * The sample data of an installation: one set at a time, and the streams of what was made for it. While a set is being
 * removed, what is final otherwise may be deleted for its engagements, as it may for one that is being purged.
 */
export async function samples(db: Knex): Promise<void> {
  await db.raw(`
    create table sample_sets (
      single boolean primary key default true check (single),
      id uuid not null unique,
      state text not null check (state in ('loading', 'loaded', 'removing')),
      locale text not null check (locale in ('zh-CN', 'en')),
      loaded_by uuid not null references users (id),
      -- Steps that are done.
      done integer not null default 0,
      -- Executions of the set whose histories go with it.
      processes text[] not null default '{}',
      began_at timestamptz not null
    );

    create table samples (
      -- Of the trail: what is told of it goes to nobody.
      stream text primary key,
      set_id uuid not null references sample_sets (id),
      kind text not null check (kind in ('engagement', 'vendor', 'person')),
      thing_id uuid not null
    );

    create or replace function is_being_purged(engagement uuid) returns boolean language sql stable as $$
      select exists (select from purges where engagement_id = engagement and state = 'running')
        or exists (select from samples join sample_sets on sample_sets.id = samples.set_id
          where samples.stream = 'engagement:' || engagement and sample_sets.state = 'removing')
    $$;
  `);
}
