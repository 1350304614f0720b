import type { Knex } from 'knex';

/** Days on which a service stood still. What was suspended before there was this table is read from the trail. */
export async function suspensions(db: Knex): Promise<void> {
  await db.raw(`
    create table suspensions (
      engagement_id uuid not null references engagements (id),
      version integer not null,
      since date not null,
      until date check (until >= since),
      reason text not null,
      suspended_by uuid references users (id),
      suspended_at timestamptz not null,
      resumed_by uuid references users (id),
      resumed_at timestamptz,
      primary key (engagement_id, version),
      check ((until is null) = (resumed_at is null))
    );
    create unique index suspensions_one_open on suspensions (engagement_id) where until is null;

    alter table engagements add column suspended_from text;
    update engagements set suspended_from = 'IN_SERVICE' where state = 'SUSPENDED';

    insert into suspensions
    select e.id, substring(began.event_key from '^v([0-9]+):')::integer,
           (began.at at time zone e.time_zone)::date, (ended.at at time zone e.time_zone)::date,
           coalesce(began.payload ->> 'reason', ''), began.actor_id, began.at, ended.actor_id, ended.at
    from engagements e
    join audit_events began on began.stream = 'engagement:' || e.id and began.type = 'engagement.suspended'
    left join lateral (
      select entry.at, entry.actor_id from audit_events entry
      where entry.stream = began.stream and entry.seq > began.seq and entry.type like 'engagement.%'
        and entry.payload ->> 'state' <> 'SUSPENDED'
      order by entry.seq limit 1
    ) ended on true
    where ended.at is not null or e.state = 'SUSPENDED';
  `);
}
