import type { Knex } from 'knex';

/**
 * Purges of closed engagements: asked for by one person, confirmed by another. While one runs, what is final otherwise may
 * be deleted for its engagement, and for no other. What it left behind, batch by batch, is never changed.
 */
export async function purges(db: Knex): Promise<void> {
  await db.raw(`
    create table purges (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      reason text not null,
      archive_sha256 text not null,
      state text not null check (state in ('asked', 'withdrawn', 'running', 'done')),
      requested_by uuid not null references users (id),
      requested_at timestamptz not null,
      confirmed_by uuid references users (id),
      confirmed_at timestamptz,
      -- What stays of the engagement, and what is to go outside of the tables.
      facts jsonb,
      contents text[] not null default '{}',
      processes text[] not null default '{}',
      certificate jsonb,
      ended_at timestamptz,
      check (confirmed_by <> requested_by),
      check ((state in ('running', 'done')) = (confirmed_by is not null)),
      check ((state = 'done') = (certificate is not null))
    );
    create unique index purges_one on purges (engagement_id) where state <> 'withdrawn';

    create table purge_tombstones (
      purge_id uuid not null references purges (id),
      seq integer not null,
      class text not null,
      rows integer not null,
      -- Of the keys of the rows.
      sha256 text not null,
      deleted_at timestamptz not null,
      primary key (purge_id, seq)
    );

    create function purges_are_final() returns trigger language plpgsql as $$
    begin
      raise exception '% cannot be changed or removed', tg_table_name;
    end $$;
    create trigger purges_stay before delete or truncate on purges execute function purges_are_final();
    create trigger purges_done_stay before update on purges
      for each row when (old.state in ('done', 'withdrawn')) execute function purges_are_final();
    create trigger purge_tombstones_stay before update or delete or truncate on purge_tombstones
      execute function purges_are_final();

    create function is_being_purged(engagement uuid) returns boolean language sql stable as $$
      select exists (select from purges where engagement_id = engagement and state = 'running')
    $$;

    create or replace function approved_settlement_is_final() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and is_being_purged(old.engagement_id) then
        return old;
      end if;
      raise exception 'an approved settlement cannot be changed';
    end $$;
    create or replace function resolved_dispute_is_final() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and is_being_purged(old.engagement_id) then
        return old;
      end if;
      raise exception 'a resolved dispute cannot be changed';
    end $$;
  `);
}
