import type { Knex } from 'knex';

/**
 * When each contract ends as it was signed and by the renewals that are on record, written with either: who looks for
 * contracts that end soon need not count from the start of all of them. Whether an amendment has begun, and whether one was
 * renewed in silence, depends on the day that asks, and is counted then.
 */
export async function termEnds(db: Knex): Promise<void> {
  await db.raw(`
    create table term_ends (
      engagement_id uuid primary key references engagements (id),
      ends date not null
    );
    create index term_ends_ends on term_ends (ends);

    create function keep_term_ends(engagements uuid[]) returns void language sql as $$
      delete from term_ends where engagement_id = any(engagements);
      insert into term_ends select engagement_id, ends from (
        select engagement_id, (term_start + make_interval(months => term_months + renewal_months * (
          select count(distinct term_end)::int from renewal_ledger r
          where r.engagement_id = contracts.engagement_id and kind in ('renew', 'auto_renewed'))))::date as ends
        from contracts where engagement_id = any(engagements) and renewal is not null and notice_months is not null) counted
      where ends is not null
    $$;
    create function term_ends_are_old() returns trigger language plpgsql as $$
    begin
      perform from engagements where id in (select engagement_id from changed) order by id for no key update;
      perform keep_term_ends(array(select distinct engagement_id from changed));
      return null;
    end $$;
  `);
  for (const table of ['contracts', 'renewal_ledger'])
    for (const [event, which] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
    ])
      await db.raw(`
        create trigger term_ends_after_${event} after ${event} on ${table} referencing ${which} table as changed
          for each statement execute function term_ends_are_old()
      `);
  await db.raw('select keep_term_ends(array(select engagement_id from contracts))');
}
