import type { Knex } from 'knex';

/** `slot` spreads those who close months at once over several rows: a few months are newest, and all engagements move between them. */
const SLOT = 'get_byte(uuid_send(engagement), 15) & 63';

/**
 * How many engagements of a vendor have a month as the newest that was paid for. Whoever writes that month, or gives an
 * engagement its first vendor or takes its last away, holds the engagement.
 */
export async function paidEngagements(db: Knex): Promise<void> {
  await db.raw(`
    create table paid_engagements (
      month text not null,
      slot integer not null,
      engagements integer not null,
      primary key (month, slot)
    );

    create function move_paid_engagement(engagement uuid, before text, since text) returns void language sql as $$
      insert into paid_engagements as kept (month, slot, engagements)
        select month, ${SLOT}, sum(sign) from (values (before, -1), (since, 1)) moved (month, sign)
        where month is not null group by month having sum(sign) <> 0 order by month
      on conflict (month, slot) do update set engagements = kept.engagements + excluded.engagements;
      delete from paid_engagements where engagements = 0 and month = before and slot = ${SLOT}
    $$;
  `);
  await db.raw(FOLLOW);
  await db.raw(INDEXES);
  // Last: from here on nobody closes a month until this is done.
  await db.raw(`
    insert into paid_engagements (month, slot, engagements)
      select month, slot, count(*) from (
        select month, ${SLOT} as slot from (
          select id as engagement, month from paid_until join engagements on engagements.id = engagement_id
          where vendor_id is not null) paid) counted
      group by month, slot
  `);
}

const FOLLOW = `
  create function paid_engagements_follow() returns trigger language plpgsql as $$
  declare
    engagement uuid := coalesce(new.engagement_id, old.engagement_id);
  begin
    if exists (select from engagements where id = engagement and vendor_id is not null) then
      perform move_paid_engagement(engagement, old.month, new.month);
    end if;
    return null;
  end $$;
  create trigger paid_engagements_follow after insert or update or delete on paid_until for each row
    execute function paid_engagements_follow();

  create function paid_engagements_follow_vendor() returns trigger language plpgsql as $$
  begin
    perform move_paid_engagement(new.id, case when new.vendor_id is null then month end, case when old.vendor_id is null then month end)
      from paid_until where engagement_id = new.id;
    return null;
  end $$;
  create trigger paid_engagements_follow_vendor after update of vendor_id on engagements for each row
    when ((old.vendor_id is null) <> (new.vendor_id is null)) execute function paid_engagements_follow_vendor()`;

/** Months of an owner's engagements, and approvals that are late in their order, both without visiting their tables. */
const INDEXES = `
  create index management_costs_paid on management_costs (engagement_id, month)
    include (managed, managed_currency, spend, spend_currency) where spend > 0;
  create index request_tasks_late on request_tasks (due_at, id) include (request_id) where status = 'active';
  drop index management_costs_sums;
  drop index request_tasks_due`;
