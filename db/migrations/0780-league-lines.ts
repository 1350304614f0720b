import type { Knex } from 'knex';

/** What of an engagement decides in which line it is counted, and with what. */
const OWN = ['state', 'service_type', 'vendor_id', 'candidate_id', 'currency', 'live_on'];
const of = (row: string): string => OWN.map((column) => `${row}.${column}`).join(', ');

/**
 * What each vendor scores in each category, its running services together, so that the place of one is found among thousands
 * without a sum over all of them. Whatever may change a line leaves a mark, in the same transaction: a line with a mark is
 * summed by whoever reads it, until the worker has kept it anew. Marks are only added, so that nobody waits for anybody.
 */
export async function leagueLines(db: Knex): Promise<void> {
  await db.raw(TABLES);
  await db.raw(MARK_SERVICES);
  for (const table of ['rolling_scores', 'contracts', 'contract_versions'])
    for (const [event, which] of [
      ['insert', 'new'],
      ['update', 'new'],
      ['delete', 'old'],
    ])
      await db.raw(`
        create trigger league_marks_after_${event} after ${event} on ${table} referencing ${which} table as changed
          for each statement execute function mark_league_of_services()
      `);
  await db.raw(MARK_ENGAGEMENTS);
  await db.raw(MARK_QUOTES);
  // Last: from here on nobody changes what lines tell until this is done.
  await db.raw(`
    insert into league_marks (category, vendor_id)
      select distinct service_type, vendor_id from engagements where live_on is not null and vendor_id is not null
  `);
}

const TABLES = `
  create table league_lines (
    category text not null,
    vendor_id uuid not null references vendors (id) on delete cascade,
    -- Running services, and what they are paid in.
    engagements integer not null,
    currencies text[] not null,
    score numeric(7, 4),
    -- A period before.
    previous numeric(7, 4),
    -- What is not summed in SQL: of a score that is not kept, or weighed by costs in several currencies.
    apart boolean not null,
    -- How the scores were brought together.
    rules text not null,
    -- From which day on and before which one, because an amendment begins; null without an end.
    holds_from date,
    holds_until date,
    primary key (category, vendor_id)
  );
  create index league_lines_rules on league_lines (rules);
  create index league_lines_until on league_lines (holds_until) where holds_until is not null;

  -- What has changed since lines were kept: a service, or a line that has lost one.
  create table league_marks (
    id bigint generated always as identity primary key,
    engagement_id uuid references engagements (id) on delete cascade,
    category text,
    vendor_id uuid references vendors (id) on delete cascade,
    check ((engagement_id is null) = (category is not null and vendor_id is not null))
  )`;

const MARK_SERVICES = `
  create function mark_league_of_services() returns trigger language plpgsql as $$
  begin
    insert into league_marks (engagement_id) select distinct engagement_id from changed;
    return null;
  end $$`;

const MARK_ENGAGEMENTS = `
  create function mark_league_of_new() returns trigger language plpgsql as $$
  begin
    insert into league_marks (engagement_id) select id from opened where live_on is not null and vendor_id is not null;
    return null;
  end $$;
  create trigger league_marks_after_insert after insert on engagements referencing new table as opened
    for each statement execute function mark_league_of_new();

  create function mark_league_of_moved() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' then
      insert into league_marks (engagement_id) values (new.id);
      if (old.service_type, old.vendor_id) is not distinct from (new.service_type, new.vendor_id) then return null; end if;
    end if;
    if old.vendor_id is not null then
      insert into league_marks (category, vendor_id) values (old.service_type, old.vendor_id);
    end if;
    return null;
  end $$;
  create trigger league_marks_after_update after update of ${OWN.join(', ')} on engagements for each row
    when ((${of('old')}) is distinct from (${of('new')}) and (old.live_on is not null or new.live_on is not null))
    execute function mark_league_of_moved();
  create trigger league_marks_after_delete after delete on engagements for each row
    when (old.live_on is not null) execute function mark_league_of_moved()`;

/** With our own rights: a vendor may change its quote, and reaches no league. */
const MARK_QUOTES = `
  create function mark_league_of_quote() returns trigger language plpgsql security definer set search_path from current as $$
  begin
    insert into league_marks (engagement_id) values (new.engagement_id);
    return null;
  end $$;
  create trigger league_marks_after_update after update of quote on candidates for each row
    when (old.quote is distinct from new.quote) execute function mark_league_of_quote()`;
