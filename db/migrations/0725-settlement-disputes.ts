import type { Knex } from 'knex';

/** Disputes of approved settlements with their resolutions, what the vendor was asked, and what it has confirmed. */
export async function settlementDisputes(db: Knex): Promise<void> {
  await db.raw(`
    create table settlement_disputes (
      id uuid primary key,
      engagement_id uuid not null references engagements (id),
      line integer not null check (line > 0),
      side text not null check (side in ('us', 'vendor')),
      reason text,
      raised_by uuid references users (id),
      raised_at timestamptz not null,
      outcome text check (outcome in ('upheld', 'withdrawn', 'agreed')),
      minor bigint check (minor >= 0),
      resolution text,
      resolved_by uuid references users (id),
      resolved_at timestamptz,
      unique (engagement_id, line),
      check ((outcome is null) = (minor is null) and (outcome is null) = (resolved_by is null))
    );
    create function resolved_dispute_is_final() returns trigger language plpgsql as $$
    begin
      raise exception 'a resolved dispute cannot be changed';
    end $$;
    create trigger settlement_disputes_final before update or delete on settlement_disputes
      for each row when (old.outcome is not null) execute function resolved_dispute_is_final();

    -- Lines that were approved as disputed before disputes were on record.
    insert into settlement_disputes (id, engagement_id, line, side, reason, raised_by, raised_at)
      select gen_random_uuid(), settlements.engagement_id, line.place, 'us', line.content ->> 'evidence',
             settlements.updated_by, settlements.approved_at
        from settlements
        join engagements on engagements.id = settlements.engagement_id and engagements.state = 'EXITING'
       cross join jsonb_array_elements(settlements.lines) with ordinality as line (content, place)
       where settlements.status = 'approved' and line.content ->> 'disputed' = 'true';

    create table settlement_asks (
      engagement_id uuid not null references engagements (id),
      sha256 text not null,
      asked_at timestamptz not null,
      recall_at timestamptz not null,
      silent_at timestamptz not null,
      said text[] not null default '{}',
      primary key (engagement_id, sha256)
    );

    create table settlement_confirmations (
      engagement_id uuid not null references engagements (id),
      sha256 text not null,
      how text not null check (how in ('link', 'paper')),
      name text not null,
      evidence text,
      recorded_by uuid references users (id),
      at timestamptz not null,
      primary key (engagement_id, sha256)
    );
  `);
}
